"""Boards as words: sentences, cards, tables and charts made of numbers, in the reader's language."""
