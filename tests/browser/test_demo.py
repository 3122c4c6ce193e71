"""The demo organisation lives on, in both languages; both stories begin on the same Monday."""

from browser.demo_days import Living
from browser.week import lives_a_week
from browser.what_next import asks_what_next


def test_a_team_lives_a_week(living: Living) -> None:
    lives_a_week(living)


def test_who_leads_asks_what_next(living: Living) -> None:
    asks_what_next(living)
