"""What every feature stands on: the ledger, writing, codes, numbers, texts."""
