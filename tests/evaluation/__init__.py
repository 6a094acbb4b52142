"""Tests of the check-out and the list for later."""
