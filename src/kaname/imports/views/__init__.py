"""Pages, one noun per file."""
