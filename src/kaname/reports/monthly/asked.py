"""Whose report of which month: what everything else here is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kaname.boards.presentation.style import Style
from kaname.boards.selection import Selection, Span, Subject
from kaname.goals.reader import Reader
from kaname.measures.periods import Period, instants_of
from kaname.people.models import Membership, Organisation, Person, Team, User
from kaname.people.scope import NOTHING, Scope


class NobodyReader(Reader):
    """A reader who is no user: whatever asks for their rights finds none."""

    @cached_property
    def scope(self) -> Scope:
        return NOTHING


@dataclass(frozen=True)
class Asked:
    """A subject and a month of the organisation, looked at `at`, in one language.

    What a report says depends on nobody's rights: who may read it is decided when it is opened.
    """

    subject: Subject
    month: Period
    organisation: Organisation
    language: str
    at: datetime

    @property
    def today(self) -> date:
        return self.organisation.today(self.at)

    @property
    def over(self) -> bool:
        return self.month.ends_on <= self.today

    @cached_property
    def selection(self) -> Selection:
        calendar = self.organisation.calendar()
        return Selection.around(self.month.starts_on, subject=self.subject, span=Span.MONTH, calendar=calendar)

    @cached_property
    def style(self) -> Style:
        return Style.of(self.organisation, language=self.language)

    @cached_property
    def reader(self) -> Reader:
        """Somebody without rights on the day after the last one, for the calendar, the metrics and the words."""
        return NobodyReader(user=User(), at=self._end)

    @cached_property
    def reader_now(self) -> Reader:
        """The same at the moment when the report is made, for what lies ahead."""
        return NobodyReader(user=User(), at=self.at)

    @property
    def _end(self) -> datetime:
        if not self.over:
            return self.at
        return instants_of(self.month, zone=self.organisation.zone)[1]

    @cached_property
    def team(self) -> Team | None:
        """The subject's team; a person's is that of the end of the month."""
        if self.subject.person:
            return self._last_team
        return Team.objects.get(key=self.subject.team) if self.subject.team else None

    @cached_property
    def person(self) -> Person | None:
        return Person.objects.get(key=self.subject.person) if self.subject.person else None

    @property
    def _last_team(self) -> Team | None:
        stays = (
            Membership.objects.filter(person=self.person)
            .touching(self.month.starts_on, self.month.ends_on)
            .select_related("team")
        )
        last = max(stays, key=lambda stay: stay.starts_on or date.min, default=None)
        return last.team if last else None
