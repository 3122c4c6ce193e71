"""Text tables: any delimiter and encoding."""
