"""Letting a service phrase a draft, without names and without anything that people typed."""
