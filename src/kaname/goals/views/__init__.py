"""Pages of metrics and targets."""
