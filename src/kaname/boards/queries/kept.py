"""What is made of the ledger, kept until somebody writes there; and of facts, until those of its days change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from kaname.facts.asking.history import history_of
from kaname.facts.asking.question import Question
from kaname.measures.periods import FIRST_DAY, ONE_DAY, Period
from kaname.web.store import facts

T = TypeVar("T")
# Nothing happened on it: what is kept under this day goes when there is no room any more, or with its state.
NO_FACTS = Period(FIRST_DAY, FIRST_DAY + ONE_DAY)


def kept(key: Hashable, make: Callable[[], T], *, state: Hashable, days: Period = NO_FACTS) -> T:
    """What `make` gives, the same while the ledger's `state` and the facts of the days are; it reads them itself."""
    store = facts()
    # The revision comes first: if facts change meanwhile, what is made is not kept under it.
    revision = store.revision
    return history_of(store).get((key, state), days, make, revision=revision)


def kept_answer(key: Hashable, make: Callable[[], T], *, question: Question, days: Period) -> T:
    """The same of what the question's own facts say."""
    moment = question.facts
    state = (key, question.calendar, question.state)
    return moment.history.get(state, days, make, revision=moment.revision)
