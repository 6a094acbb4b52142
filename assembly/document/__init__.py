"""The shared document: one page of an evening to read, print and take home, for whoever has its link."""
