"""What the demo organisation is asked to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SMALLEST, LARGEST = 6, 500


@dataclass(frozen=True)
class Options:
    """People who work there, years of history, seed, and today: facts reach up to the end of the day before."""

    today: date
    people: int = 24
    years: int = 2
    seed: int = 1

    def __post_init__(self) -> None:
        if not SMALLEST <= self.people <= LARGEST:
            raise ValueError(f"people must be {SMALLEST} to {LARGEST}, not {self.people}")
        if self.years < 1:
            raise ValueError(f"years must be 1 or more, not {self.years}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or more, not {self.seed}")

    @property
    def since(self) -> date:
        """First day with facts: the first of this month, `years` ago."""
        return date(self.today.year - self.years, self.today.month, 1)

    @property
    def until(self) -> date:
        """First day without facts."""
        return self.today
