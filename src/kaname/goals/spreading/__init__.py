"""Step 3 of the loop: targets over time and people."""
