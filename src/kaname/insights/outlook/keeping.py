"""The ledger's part: what was computed takes the place of what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kaname.insights.models import Outlook

AT_ONCE = 500


@transaction.atomic
def keep(outlooks: Sequence[Outlook], *, today: date) -> None:
    """All of them or none; those of periods that are over, and of who is not asked any more, go."""
    Outlook.objects.all().delete()
    Outlook.objects.bulk_create(outlooks, batch_size=AT_ONCE)
