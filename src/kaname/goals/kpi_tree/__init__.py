"""Step 3 of the loop: the arithmetic that ties a goal to its KPIs."""
