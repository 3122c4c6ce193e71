"""The ledger's part: what was computed takes the place of what stood there before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from kaname.insights.models import Outlook, PastOutlook

AT_ONCE = 500


@transaction.atomic
def keep(outlooks: Sequence[Outlook], past: Iterable[PastOutlook], settled: Iterable[PastOutlook]) -> None:
    """All of them or none; those of periods that are over, and of who is not asked any more, go. What was given once
    stays as it was given, beside what came true."""
    Outlook.objects.all().delete()
    Outlook.objects.bulk_create(outlooks, batch_size=AT_ONCE)
    PastOutlook.objects.bulk_create(past, batch_size=AT_ONCE, ignore_conflicts=True)
    PastOutlook.objects.bulk_update(settled, ["outcome", "reached"], batch_size=AT_ONCE)
