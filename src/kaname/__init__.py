"""Kaname: KPI management as a loop from goal to feedback."""
