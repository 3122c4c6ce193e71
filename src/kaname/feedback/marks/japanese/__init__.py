"""What is particular to Japanese text."""
