"""The regular check of KPIs: which to look at again and why, and what was decided about them."""
