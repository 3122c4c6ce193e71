"""What went well beyond targets and records: surely better than the month before, firsts, actions that were kept."""

from __future__ import annotations

from collections.abc import Sequence

from kaname.boards.asking import Asked as BoardAsked
from kaname.boards.asking import Reader
from kaname.boards.audience import Audience
from kaname.boards.evidence.changes import changes_of
from kaname.boards.evidence.clock import Clock
from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.evidence.observation import Kind
from kaname.boards.evidence.stretch import stretches
from kaname.boards.evidence.well import went_well
from kaname.facts.asking.question import Moment, Question
from kaname.goals.actions.queries import Adherence
from kaname.goals.journal import organisation_and_journal
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.web.store import facts

# The others are told of whole months: what a single week reached is for the board.
TOLD = frozenset({Kind.IMPROVED, Kind.FIRST, Kind.STREAK, Kind.KEPT})
# The subject's report is the same for everybody who reads it.
WHOLE = Audience(sees_people=True, sets_targets=False, types_numbers=False, sees_unmatched=False, own="")


def observed_well(numbers: MonthNumbers, kept: Sequence[Adherence]) -> list[str]:
    """Sentences, the best first; `kept` says how far a person's actions were kept."""
    asked = numbers.asked
    earlier = numbers.board.progress.previous
    if earlier is None or not asked.over:
        return []
    with Moment.of(facts()) as moment:
        ledger = numbers.board.ledger
        looked = LookedAt(
            asked=_board_asked(asked),
            board=numbers.board,
            question=Question(moment, ledger.definitions, ledger.selection.calendar, ledger.state),
            stretches=stretches(asked.subject, asked.month, clock=Clock(asked.today), compared=earlier.period),
            keys=tuple(kpi.key for kpi in numbers.kpis),
            kpis=(),
            goal=None,
            at=asked.at,
        )
        found = went_well(looked, tuple(changes_of(looked)), kept if asked.subject.person else ())
    return [one.text for one in found if one.kind in TOLD]


def _board_asked(asked: Asked) -> BoardAsked:
    _organisation, journal = organisation_and_journal()
    reader = Reader(asked.reader.user, None, asked.organisation, journal, asked.today)
    return BoardAsked(reader, asked.selection, WHOLE, facts(), "")
