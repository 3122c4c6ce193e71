"""Step 1 of the loop: the final goal, its gap, and whether it can be reached."""
