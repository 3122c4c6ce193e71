"""A goal of a file in the words of this installation: its keys of teams and people, its order, its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kaname.goals.exchange.document import CellPart, ChangePart, CsfPart, GoalPart, KpiPart
from kaname.goals.exchange.found import Found
from kaname.goals.exchange.plan_document import InitiativePart
from kaname.goals.exchange.target_document import TargetPart

Data = dict[str, Any]


def renamed(goal: GoalPart, found: Found) -> GoalPart:
    """The same with the keys that teams and people have here; what nobody knows stays as it is."""
    team = _team(goal.team, found)
    return goal.model_copy(
        update={
            "team": team,
            "created": _done(goal.created, found) if goal.created else None,
            "selections": [_done(one, found) for one in goal.selections],
            "kpis": [_kpi(one, team, found) for one in goal.kpis],
            "planned": [one.model_copy(update=_owner(one, found)) for one in goal.planned],
            "targets": [_target(one, found) for one in goal.targets],
            "changes": [_change(one, found) for one in goal.changes],
            "typed": goal.typed
            | {name: _code(str(goal.typed[name]), found) for name in ("owner",) if name in goal.typed},
            "sheet": _sheet(goal.sheet, found),
        }
    )


def in_order(goal: GoalPart) -> GoalPart:
    """The same as an export writes it: sorted, with observations and candidates counted from 1."""
    cells = sorted(goal.worksheets, key=lambda cell: (cell.sheet, cell.area))
    cell_numbers = {cell.number: number for number, cell in enumerate(cells, start=1)}
    csf_numbers = {csf.number: number for number, csf in enumerate(goal.csfs, start=1)}
    return goal.model_copy(
        update={
            "worksheets": [_numbered(cell, cell_numbers[cell.number]) for cell in cells],
            "csfs": [
                _numbered(csf, csf_numbers[csf.number], cell=cell_numbers.get(csf.cell or 0)) for csf in goal.csfs
            ],
            "selections": _by_time(
                [one.model_copy(update={"csf": csf_numbers.get(one.csf, one.csf)}) for one in goal.selections]
            ),
            "kpis": sorted((_kpi_in_order(one) for one in goal.kpis), key=lambda one: one.place),
            "planned": sorted(goal.planned, key=lambda one: one.place),
            "targets": sorted((_target_in_order(one) for one in goal.targets), key=lambda one: one.place),
            "changes": _by_time(goal.changes),
        }
    )


def _by_time(parts: Sequence[Any]) -> list[Any]:
    return sorted(parts, key=lambda part: part.at)


def _numbered(part: CellPart | CsfPart, number: int, **also: Any) -> CellPart | CsfPart:
    return part.model_copy(update={"number": number, **also})


def _team(key: str | None, found: Found) -> str | None:
    return key if key is None else found.teams.key_of(key) or key


def _within(team: str | None, owner: str | None) -> str | None:
    """The goal's owner follows its KPIs without being named."""
    return None if team == owner else team


def _kpi(part: KpiPart, owner: str | None, found: Found) -> KpiPart:
    plan = part.initiatives
    return part.model_copy(
        update={
            "team": _within(_team(part.team, found), owner),
            "initiatives": None if plan is None else [_initiative(one, found) for one in plan],
        }
    )


def _initiative(part: InitiativePart, found: Found) -> InitiativePart:
    return part.model_copy(
        update={
            "team": _team(part.team, found),
            "created": _done(part.created, found) if part.created else None,
            "actions": [
                one.model_copy(
                    update={"owners": [owner.model_copy(update=_owner(owner, found)) for owner in one.owners]}
                )
                for one in part.actions
            ],
        }
    )


def _kpi_in_order(part: KpiPart) -> KpiPart:
    """The owners of its actions sorted; a plan without anything says nothing."""
    plan = part.initiatives
    return part if plan is None else part.model_copy(update={"initiatives": [_sorted_owners(one) for one in plan]})


def _sorted_owners(part: InitiativePart) -> InitiativePart:
    actions = [
        one.model_copy(update={"owners": sorted(one.owners, key=lambda owner: owner.place)}) for one in part.actions
    ]
    return part.model_copy(update={"actions": actions})


def _owner(part: Any, found: Found) -> Data:
    person = part.person
    return {
        "team": _team(part.team, found),
        "person": person if person is None else found.people.key_of(person) or person,
    }


def _done(part: Any, found: Found) -> Any:
    return part.model_copy(update=_authors(part, found))


def _authors(part: Any, found: Found) -> Data:
    names = [name for name in ("by", "decided_by") if getattr(part, name, None) is not None]
    return {name: found.people.author_key(getattr(part, name)) for name in names}


def _change(part: ChangePart, found: Found) -> ChangePart:
    """What was decided about a team names it by its key."""
    team = part.details.get("team")
    named = {"team": found.teams.key_of(team) or team} if isinstance(team, str) else {}
    return part.model_copy(update=_authors(part, found) | {"details": part.details | named})


def _code(code: str, found: Found) -> str:
    """A team or person as forms write them: team:KEY, person:KEY."""
    kind, _colon, key = code.partition(":")
    match kind:
        case "team":
            return f"team:{_team(key, found)}"
        case "person":
            return f"person:{found.people.author_key(key)}"
    return code


def _sheet(sheet: Data, found: Found) -> Data:
    """How targets are spread, with those who are left out in order."""
    metrics = {key: _chosen(chosen, found) for key, chosen in sheet.get("metrics", {}).items()}
    return sheet | {"metrics": metrics} if metrics else sheet


def _chosen(chosen: Data, found: Found) -> Data:
    if chosen.get("left_out") is None:
        return chosen
    return chosen | {"left_out": sorted(_code(code, found) for code in chosen["left_out"])}


def _target(part: TargetPart, found: Found) -> TargetPart:
    history = {
        "revisions": [_done(one, found) for one in part.revisions],
        "proposals": [_done(one, found) for one in part.proposals],
    }
    return part.model_copy(update=_owner(part, found) | history)


def _target_in_order(part: TargetPart) -> TargetPart:
    proposals = sorted(part.proposals, key=lambda one: (one.at, one.by))
    return part.model_copy(update={"revisions": _by_time(part.revisions), "proposals": proposals})
