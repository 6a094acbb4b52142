"""The export: a gathering in a folder that a stranger can check, and the program that checks it."""
