"""The ledger's tables of this slice, step by step."""
