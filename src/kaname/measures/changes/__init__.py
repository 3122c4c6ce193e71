"""What changed: a history in phases, and a watch over the end of many series."""
