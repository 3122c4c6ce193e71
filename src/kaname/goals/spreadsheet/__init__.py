"""Targets as rows of a spreadsheet: written for people, read back with a preview, all rows or none."""
