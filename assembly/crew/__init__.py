"""Small desks for those who help to run an evening: a timekeeper, somebody at the door."""
