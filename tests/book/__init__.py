"""The open book, its receipts, and the folder strangers check."""
