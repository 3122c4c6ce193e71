"""Half-open ranges of days in the ledger: starts_on <= day < ends_on, where an empty bound is open."""

from datetime import date

from django.db.models import F, Q

STARTS_BEFORE_IT_ENDS = Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lt=F("ends_on"))


def covers(day: date) -> Q:
    """Rows in force on a day."""
    return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gt=day))


def touches(since: date | None, until: date | None) -> Q:
    """Rows that share a day with [since, until); None is an open bound."""
    before_end = Q() if until is None else Q(starts_on=None) | Q(starts_on__lt=until)
    after_start = Q() if since is None else Q(ends_on=None) | Q(ends_on__gt=since)
    return before_end & after_start
