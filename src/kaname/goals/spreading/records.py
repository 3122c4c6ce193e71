"""What people reached in the months that are over, kept until facts of these months or the ledger change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from kaname.facts.asking.history import history_of
from kaname.goals.journal import Journal, organisation_and_journal
from kaname.goals.kpis.carriers import Record, record_of
from kaname.goals.kpis.months import complete_months
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.web.store import facts

T = TypeVar("T")


def kept_record(metric_key: str, *, reader: Reader) -> Record:
    """`record_of`, read once for all sheets of the metric."""
    _organisation, journal = organisation_and_journal()
    return kept(("record", metric_key), lambda: record_of(metric_key, reader=reader), reader=reader, journal=journal)


def kept(key: Hashable, make: Callable[[], T], *, reader: Reader, journal: Journal) -> T:
    """What is made of the last complete months and the ledger."""
    store, months = facts(), complete_months(reader)
    # The revision comes first: if facts change meanwhile, what is made is not kept under it.
    revision, days = store.revision, Period(months[0].starts_on, months[-1].ends_on)
    return history_of(store).get((key, reader.today, journal), days, make, revision=revision)
