"""The phone's own pages: the way in, Now, and Mine."""
