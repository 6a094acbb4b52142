"""How the room feels about a question: five steps or pass, hidden until closed. A gauge, never a vote."""
