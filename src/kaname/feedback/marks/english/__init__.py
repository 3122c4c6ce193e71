"""What is particular to English text."""
