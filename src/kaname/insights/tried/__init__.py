"""The organisation's memory: what was tried, and what it did."""
