"""What every view of boards finds out first: who asks for whose numbers of which period, and how they see them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.http import Http404
from django.utils.translation import get_language

from kaname.boards.audience import Audience, Refused, audience_of, home_of
from kaname.boards.links import Links
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board, compose, compose_at
from kaname.boards.queries.ledger import BoardLedger, read_ledger
from kaname.boards.selection import Selection, Subject, day_from, filters_from, span_from, subject_from
from kaname.facts.asking.question import Moment
from kaname.facts.asking.shelf import ledgers
from kaname.facts.store import FactStore
from kaname.goals.journal import Journal, organisation_and_journal
from kaname.goals.values import OF_TOTALS
from kaname.people.models import Membership, Organisation, Person, Role, User
from kaname.people.queries import Scope, scope_of
from kaname.web.live import hub
from kaname.web.store import facts


@dataclass(frozen=True)
class Reader:
    """Who asks, on which day of the organisation."""

    user: User
    person: Person | None
    organisation: Organisation
    journal: Journal
    today: date

    @classmethod
    def of(cls, user: User, *, at: datetime) -> Reader:
        organisation, journal = organisation_and_journal()
        return cls(user, getattr(user, "person", None), organisation, journal, organisation.today(at))

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.user, self.today)

    @property
    def is_administrator(self) -> bool:
        return self.person is not None and self.person.role == Role.ADMINISTRATOR

    @cached_property
    def own_team(self) -> str | None:
        """The key of the team the reader is in today."""
        if self.person is None:
            return None
        here = Membership.objects.in_force_on(self.today).filter(person=self.person)
        return here.values_list("team__key", flat=True).first()

    @cached_property
    def home(self) -> Subject | None:
        """Whose numbers the reader comes for."""
        return home_of(self.person, self.scope, own_team=self.own_team)

    @cached_property
    def style(self) -> Style:
        return Style.of(self.organisation, language=language())


@dataclass(frozen=True)
class Asked:
    """A reader and the selection that their address names."""

    reader: Reader
    selection: Selection
    audience: Audience
    store: FactStore
    token: str

    @classmethod
    def read(cls, query: Mapping[str, str], *, reader: Reader, fields: frozenset[str] = frozenset()) -> Asked:
        """What the address asks for; without a subject, the reader's own.

        Raises
        ------
        Http404
            If these numbers are not the reader's to see.
        """
        # The token is read before anything else: what changes from now on reaches the page as news.
        token = hub.token
        subject = subject_from(query) or reader.home
        if subject is None:
            raise Http404
        selection = Selection.around(
            day_from(query, today=reader.today),
            subject=subject,
            span=span_from(query),
            calendar=reader.organisation.calendar(),
        )
        try:
            audience = audience_of(reader.person, reader.scope, subject)
        except Refused as refused:
            raise Http404 from refused
        narrowed = replace(selection, filters=filters_from(query, fields=fields_seen(fields, audience)))
        return cls(reader, narrowed, audience, facts(), token)

    @property
    def links(self) -> Links:
        return Links(self.selection)

    @property
    def state(self) -> Hashable:
        """All that a rendered answer depends on besides what the view itself reads of the address."""
        return (
            self.selection,
            self.audience,
            self.reader.today,
            self.reader.journal,
            self.token,
            self.store.revision,
            language(),
        )

    def ledger(self, key: str | None = None) -> BoardLedger:
        """The ledger's part, shared until somebody writes there.

        Raises
        ------
        Http404
            If the subject is a person whom the ledger does not know.
        """
        reader = self.reader

        def read() -> BoardLedger:
            return read_ledger(self.selection, organisation=reader.organisation, state=reader.journal, key=key)

        try:
            return ledgers(self.store).get((self.selection, reader.journal, key), read)
        except (Person.DoesNotExist, KeyError) as unknown:
            raise Http404 from unknown

    def board(self) -> Board:
        return self.seen(compose(self.ledger(), store=self.store, today=self.reader.today))

    @contextmanager
    def open_board(self, *, lead: str) -> Iterator[Board]:
        """The board for as long as its facts are open: everybody's numbers are read when they are looked at."""
        with Moment.of(self.store) as moment:
            yield self.seen(compose_at(moment, self.ledger(), today=self.reader.today, lead=lead))

    def seen(self, board: Board) -> Board:
        """Without the totals, and the ranges, of a team that is not the reader's to see."""
        if all(self.audience.sees_team(line.key) for line in board.ledger.lines):
            return board
        lines = [line for line in board.lines if line.team is None or self.audience.sees_team(line.team.key)]
        values = replace(board.values, people=None)
        return replace(board, lines=lines, values=values, members=replace(board.members, values=values))


def fields_seen(fields: Iterable[str], audience: Audience) -> frozenset[str]:
    """The fields by which the reader may divide and narrow a number without seeing colleagues' single records."""
    return frozenset(fields) if audience.sees_people else frozenset(fields) & OF_TOTALS


def language() -> str:
    """The page's language: ja or en."""
    return "ja" if (get_language() or "").startswith("ja") else "en"
