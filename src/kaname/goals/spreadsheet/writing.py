"""Targets written as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from kaname.goals.models import Target
from kaname.goals.reader import Reader
from kaname.goals.typed import typing
from kaname.people.models import Person


def export_rows(targets: Iterable[Target], reader: Reader) -> Iterator[list[str]]:
    """One row per target, figures as they would be typed; namesakes by email, employee code or key."""
    names = Counter(Person.objects.values_list("name", flat=True))
    for target in targets:
        metric = reader.metrics[target.metric_key].definition if target.metric_key in reader.metrics else None
        figures = (target.value, target.upper, target.baseline)
        yield [
            target.metric_key,
            target.team.name if target.team else "",
            _person_ref(target.person, names) if target.person else "",
            target.starts_on.isoformat(),
            (target.ends_on - timedelta(days=1)).isoformat(),
            *(typing(figure, metric=metric) if metric else _bare(figure) for figure in figures),
        ]


def _person_ref(person: Person, names: Mapping[str, int]) -> str:
    if names[person.name] == 1:
        return person.name
    return person.email or person.employee_code or person.key


def _bare(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"
