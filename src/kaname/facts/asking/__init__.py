"""Asking the store for pages: one state of the facts, and answers of days that are over kept."""
