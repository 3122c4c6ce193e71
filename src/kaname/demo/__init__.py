"""The demo organisation: generated people, facts and targets, the same for the same seed and day."""
