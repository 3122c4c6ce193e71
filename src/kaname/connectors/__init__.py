"""Readers of foreign systems: each turns what it finds into typed records of a stream."""
