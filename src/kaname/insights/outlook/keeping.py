"""The ledger's part: what was computed takes the place of what stood there before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from kaname.insights.models import Outlook, PastOutlook
from kaname.measures.periods import Period

AT_ONCE = 500


def keep(outlooks: Sequence[Outlook], past: Iterable[PastOutlook], settled: Iterable[PastOutlook]) -> None:
    """Period by period, so that nobody who writes waits for long; those of periods that are over, and of who is not
    asked any more, go. What was given once stays as it was given, beside what came true."""
    by_period: dict[Period, list[Outlook]] = {}
    for one in outlooks:
        by_period.setdefault(Period(one.starts_on, one.ends_on), []).append(one)
    there = {Period(*days) for days in Outlook.objects.values_list("starts_on", "ends_on").distinct()}
    for period in sorted(there | set(by_period)):
        with transaction.atomic():
            Outlook.objects.filter(starts_on=period.starts_on, ends_on=period.ends_on).delete()
            Outlook.objects.bulk_create(by_period.get(period, []), batch_size=AT_ONCE)
    with transaction.atomic():
        PastOutlook.objects.bulk_create(past, batch_size=AT_ONCE, ignore_conflicts=True)
        PastOutlook.objects.bulk_update(settled, ["outcome", "reached"], batch_size=AT_ONCE)
