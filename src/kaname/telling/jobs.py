"""What happens at its time, and work that a page does not wait for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from kaname.people.queries import organisation
from kaname.telling.models import Announcement, Delivery
from kaname.telling.sending.attempt import attempt
from kaname.telling.sending.due import gather, handed_out

KEPT_FOR = timedelta(days=90)


@task()
def delivery_job(pk: int, number: int) -> None:
    """Try a delivery for the `number`th time; running this again does nothing."""
    attempt(pk, number, at=timezone.now(), base_url=settings.KANAME_BASE_URL)


def send_what_is_due(at: datetime) -> None:
    """Once a minute: hand what is due to the worker. Two processes may do this at once."""
    calendar = organisation()
    gather(at=at, organisation=calendar, sends_mail=settings.KANAME_SENDS_MAIL)
    for pk, number in handed_out(at=at, organisation=calendar):
        delivery_job.enqueue(pk, number)
    let_go(at=at)


def let_go(*, at: datetime) -> None:
    """Forget deliveries that ended long ago."""
    old = Delivery.objects.filter(made_at__lt=at - KEPT_FOR).exclude(sent_at=None, given_up_at=None)
    if old.exists():
        old.delete()
        Announcement.objects.filter(deliveries=None, at__lt=at - KEPT_FOR).delete()
