"""Targets that close a gap with the least strain: what each leaf of a KPI tree should become, and what has to give."""
