"""Which KPIs somebody carries, under which goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaname.boards.queries.kept import kept
from kaname.boards.queries.ledger import BoardLedger
from kaname.goals.models import Goal, Kpi


def carried_kpis(ledger: BoardLedger, *, day: date) -> list[Kpi]:
    """The KPIs of goals that count on the day, of the subject's team and those above; the nearest goal's first."""
    line = _teams_above(ledger)
    counting = kept(("kpis that count", day), lambda: _counting(day), state=ledger.state)
    found: dict[str, Kpi] = {}
    for kpi in sorted(counting, key=lambda kpi: -_nearness(kpi, line)):
        if _nearness(kpi, line) >= 0:
            found.setdefault(kpi.metric_key, kpi)
    return list(found.values())


def _counting(day: date) -> list[Kpi]:
    rows = Kpi.objects.current().filter(
        goal__published_at__isnull=False, goal__archived_at=None, goal__starts_on__lte=day, goal__ends_on__gt=day
    )
    return list(rows.select_related("team", "goal__team"))


def nearest_goal(kpis: Sequence[Kpi], ledger: BoardLedger, *, day: date) -> Goal | None:
    """The goal that the KPIs belong to; without any, the nearest one that counts on the day."""
    if kpis:
        return kpis[0].goal
    line = _teams_above(ledger)
    goals = Goal.objects.published().current().filter(starts_on__lte=day, ends_on__gt=day).select_related("team")
    near = [goal for goal in goals if _place(goal.team.key if goal.team else None, line) >= 0]
    return max(near, key=lambda goal: _place(goal.team.key if goal.team else None, line), default=None)


def _teams_above(ledger: BoardLedger) -> list[str]:
    """The subject's team and those above it, from the top; a person's is the team they were in last."""
    subject = ledger.selection.subject
    team = ledger.lines[0].key if subject.person and ledger.lines else subject.team
    return [node.key for node in ledger.teams.path(team)]


def _nearness(kpi: Kpi, line: Sequence[str]) -> int:
    team = kpi.team or kpi.goal.team
    return _place(team.key if team else None, line)


def _place(team_key: str | None, line: Sequence[str]) -> int:
    """0 for the organisation, more the nearer the team is, -1 for one that is not above the subject."""
    if team_key is None:
        return 0
    return line.index(team_key) + 1 if team_key in line else -1
