"""From tables of text to records of streams, a block at a time."""
