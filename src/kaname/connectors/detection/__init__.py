"""What a file seems to hold: encoding, dialect, header, types, and what it might mean."""
