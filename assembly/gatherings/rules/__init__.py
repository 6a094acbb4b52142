"""What must be true. Pure, standard library only."""
