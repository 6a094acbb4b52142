"""Pods: five to twelve people who go on together, each with its roles, skills, limits and first date."""
