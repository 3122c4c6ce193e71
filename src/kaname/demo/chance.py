"""Chance that depends on the seed, a purpose and a place in time only, so that no day changes when another is added."""

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    NAMES = 1
    TURNOVER = 2
    TRAITS = 3
    LEAVE = 4
    ACCOUNTS = 5
    MARKET = 6
    LEADS = 7
    ATTEMPTS = 8
    DEALS = 9
    CUSTOMERS = 10
    TICKETS = 11
    WEB = 12


def chance(seed: int, purpose: Purpose, *place: int) -> np.random.Generator:
    """A generator of its own for each purpose and place (a person, a year, a month)."""
    return np.random.default_rng([seed, purpose, *place])
