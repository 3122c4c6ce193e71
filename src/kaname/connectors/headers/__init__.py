"""What the columns of a file are called in exports, and what they mean by that."""
