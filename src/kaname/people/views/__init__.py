"""Pages of people, teams and calendars: one noun per file."""
