"""Keys that the fact store and the address bar know people and teams by."""

import secrets


def new_key() -> str:
    """16 random hexadecimal digits: stable for life, and says nothing about its owner."""
    return secrets.token_hex(8)
