"""Step 2 of the loop: the factor that closes the gap."""
