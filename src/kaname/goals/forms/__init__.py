"""What pages of metrics and targets ask, one form per file."""
