"""What one person says to another about their work: composed from evidence, marked while typing."""
