"""Suggestions and phrasings as data."""
