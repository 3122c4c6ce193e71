"""Numbers, periods and moments in words; pure, the language is an argument."""
