"""A file that lists people: its columns, its rows, what they would change, and changing it."""
