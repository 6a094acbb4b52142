"""What people do: verbs. One transaction each; the last line commits and the noun that changed comes back."""
