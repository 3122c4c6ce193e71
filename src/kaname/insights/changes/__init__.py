"""What changed: a watch over KPIs by team and segment, why a number moved, and how its history divides."""
