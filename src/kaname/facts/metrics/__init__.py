"""Metrics as data: what is counted, summed or divided, checked before it is computed."""
