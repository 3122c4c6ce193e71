"""Step 3 of the loop: at most three KPIs, and targets that close the gap."""
