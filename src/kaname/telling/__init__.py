"""Telling people what happened: in the product, by mail and chat, never outside of their working hours."""
