"""Single values as people write them: dates, times, numbers, lengths of time."""
