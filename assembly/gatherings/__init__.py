"""One evening: its steps, its door, its wall's slides."""
