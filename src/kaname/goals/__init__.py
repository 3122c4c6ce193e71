"""Metrics in use and the targets they should reach."""
