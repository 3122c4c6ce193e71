"""What other slices ask about reviews."""

from __future__ import annotations

from datetime import date

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY
from kaname.people.models import Person
from kaname.reviews.models.follow_up import FollowUpQuerySet
from kaname.reviews.outcomes.carried import open_of
from kaname.reviews.scheduling.coming import Held, held, standing

__all__ = ["Held", "held", "meetings_of", "next_meeting_of", "open_follow_ups"]


def meetings_of(person: Person, *, day: date, reader: Reader) -> list[Held]:
    """The reviews of a day that the person takes part in, as far as the reader may read them, by time."""
    own = person.user is None or person.user == reader.user
    found = standing(held(reader, since=day, until=day + ONE_DAY, own=own))
    if own or person.user is None:
        return found if person.user is not None else []
    theirs = held(Reader(user=person.user, at=reader.at), since=day, until=day + ONE_DAY, own=True)
    keys = {(one.review._meta.label, one.review.pk) for one in theirs}
    return [one for one in found if (one.review._meta.label, one.review.pk) in keys]


def next_meeting_of(reader: Reader, *, within_days: int = 31) -> Held | None:
    """The reader's next review that is neither over nor closed."""
    found = standing(held(reader, since=reader.today, until=reader.today + within_days * ONE_DAY, own=True))
    return next((one for one in found if one.ends_at > reader.at and not one.is_closed), None)


def open_follow_ups(person: Person) -> FollowUpQuerySet:
    """What the person still has to do, the most urgent first."""
    return open_of(person)
