"""What boards read: the ledger's part, the facts' part, and both composed."""
