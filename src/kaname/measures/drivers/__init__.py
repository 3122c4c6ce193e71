"""Which series lead or move with a target beyond its calendar and its own past. See docs/measures/drivers.md."""
