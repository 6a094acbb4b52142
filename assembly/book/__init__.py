"""The book as anybody may read it, my receipt in it, and a folder that strangers can check."""
