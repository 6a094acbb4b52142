"""Cards that go together, and which of all things here would free us most."""
