"""Forms of this slice."""
