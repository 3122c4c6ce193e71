"""What pages ask, one form per file."""
