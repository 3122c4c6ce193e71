"""Action plans: what is due for whom and when, what was done of it, and how far a plan is kept."""
