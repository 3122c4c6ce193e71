"""What was made, for whoever asked: as data for machines and as lines for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaname.demo.events import Kind, PlantedEvent
from kaname.demo.ledger import PASSWORD
from kaname.demo.people import SIGN_INS
from kaname.demo.seats import ADMINISTRATOR, HEAD, MANAGER, MEMBER

ROLES = {HEAD: "executive", ADMINISTRATOR: "administrator", MANAGER: "manager", MEMBER: "member"}


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    password: str


ACCOUNTS = tuple(Account(ROLES[seat], f"{SIGN_INS[seat]}@example.jp", PASSWORD) for seat in (2, 3, 0, 1))


@dataclass(frozen=True)
class Summary:
    """`is_new` says whether anything was made now; facts reach from `since` to the day before `until`."""

    name: str
    people: int
    teams: int
    seed: int
    since: date
    until: date
    facts: Mapping[str, int]
    events: Sequence[PlantedEvent]
    is_new: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `lines` say the same in words."""
        return {
            "name": self.name,
            "people": self.people,
            "teams": self.teams,
            "seed": self.seed,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "facts": dict(self.facts),
            "planted_events": [_event(event) for event in self.events],
            "accounts": [vars(account) for account in ACCOUNTS],
            "is_new": self.is_new,
            "lines": self.lines(),
        }

    def lines(self) -> list[str]:
        total = sum(self.facts.values())
        made = "made" if self.is_new else "already there"
        return [
            f"Demo organisation {self.name} ({made}): {self.people} people in {self.teams} teams, "
            f"{total:,} facts from {self.since} to the day before {self.until}, seed {self.seed}.",
            "Planted to be found:",
            *(f"  {_words(event)}" for event in self.events),
            f"Sign in with the password {PASSWORD} as",
            *(f"  {account.email:<22} {account.role}" for account in ACCOUNTS),
        ]


def _event(event: PlantedEvent) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat() if event.ends_on else None,
        "subject": event.subject,
        "name": event.name,
        "metric": event.metric_key,
        "size": event.size,
    }


def _words(event: PlantedEvent) -> str:
    until = f" until {event.ends_on}" if event.ends_on else ""
    match event.kind:
        case Kind.CLOSE_RATE_FALLS:
            change = f"deals in {event.name} are won {event.size:g} times as often"
        case Kind.MEMBER_IMPROVES:
            change = f"{event.name} wins {event.size:g} times as many appointments per connect, with a new talk"
        case Kind.TEAM_OVERLOADED:
            change = f"{event.name} sits in {event.size:g} more hours of meetings a week"
    return f"From {event.starts_on}{until}: {change}."
