"""The unit of a number on screen: what a metric is counted in, ready to be formatted."""

from dataclasses import dataclass
from typing import Protocol

from kaname.facts.labels import Label

KINDS = frozenset({"count", "currency", "ratio", "seconds", "hours", "number"})


@dataclass(frozen=True)
class Unit:
    """`kind` as in metric definitions; `currency` an ISO 4217 code; `counter` what follows a number, such as 件."""

    kind: str
    currency: str = ""
    counter: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no unit; use one of {', '.join(sorted(KINDS))}.")


class Measured(Protocol):
    """What a metric definition shows of itself here."""

    @property
    def unit(self) -> str: ...
    @property
    def counter(self) -> Label: ...


def unit_of(definition: Measured, *, currency: str, language: str) -> Unit:
    """The unit of a metric for readers of `language`: its counter word, or the organisation's currency."""
    counter = definition.counter.ja if language == "ja" else definition.counter.en
    kind = str(definition.unit)
    return Unit(kind, currency=currency if kind == "currency" else "", counter=counter)


def parse(unit: "Unit | str") -> Unit:
    """`"currency:JPY"` or `"count:件"` as templates write it; a `Unit` stays itself."""
    if isinstance(unit, Unit):
        return unit
    kind, _, detail = unit.partition(":")
    return Unit(kind, currency=detail) if kind == "currency" else Unit(kind, counter=detail)
