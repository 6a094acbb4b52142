"""Pretend phones: programs of their own that come through the door as people do."""
