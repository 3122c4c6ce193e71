"""What the columns of a file probably mean."""
