"""The part of a review that fills itself from the numbers."""
