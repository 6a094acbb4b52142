"""Money that came in, and what moves it in the book."""
