"""What people do: one transaction each."""
