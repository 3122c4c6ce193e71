"""One noun per file; Django finds a package's models by importing them here."""
