"""The assembly's money: what came in, was given out, set aside and left."""
