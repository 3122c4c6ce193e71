"""The ledger tables of goals."""
