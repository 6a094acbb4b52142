"""What every feature stands on: places, the ledger, writing, identity, answers."""
