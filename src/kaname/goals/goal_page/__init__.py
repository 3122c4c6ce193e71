"""The page of one goal: its whole story in numbers, top to bottom."""
