"""What people can share: cards in four columns, and the names beside them."""
