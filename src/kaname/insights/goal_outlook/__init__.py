"""Where the numbers of a goal's KPI tree will end together, and what would move the goal most."""
