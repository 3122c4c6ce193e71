"""Where a number will end: expected value, interval, probability."""
