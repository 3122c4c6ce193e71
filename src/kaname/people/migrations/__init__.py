"""Database migrations of the people slice."""
