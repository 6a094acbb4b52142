"""How the room feels, hidden until it is closed."""
