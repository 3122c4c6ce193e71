"""The team's action plan, and how far it was kept: one KPI is left without, as it happens."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from hashlib import sha256

from kaname.demo.loop.living import Stage
from kaname.goals.actions.cadence import in_each, on_weekdays
from kaname.goals.actions.planning import ActionFields, InitiativeFields, add_action, add_initiative
from kaname.goals.models import Action, ActionTick, Initiative, OnClosed
from kaname.goals.owners import TargetOwner
from kaname.measures.periods import Grain
from kaname.people.models import Person

# Out of a hundred; the longer the plan runs, the more becomes a habit.
KEPT_AT_FIRST, KEPT_LATER, WEEKS_TO_LEARN = 62, 88, 5
NOTES = ("切り出しを変えたら反応が良かった", "断られた理由を二人で整理した", "価格の質問への答え方を練習した")


def plan_actions(stage: Stage) -> None:
    _reach_more(stage)
    talk = _better_talk(stage)
    for action in talk:
        _tick(action, stage)


def _reach_more(stage: Stage) -> None:
    initiative = _initiative(
        stage, "leads_contacted", "新規リードへの接触を増やす", "接触数がアポイント数の土台になるため。"
    )
    if initiative is not None:
        _action(
            stage,
            initiative,
            "新規リードに10件アプローチ",
            "電話かメールで初回接触し、反応をその場で記録する。",
            quota=Decimal(10),
            scales=True,
            metric_key="leads_contacted",
        )


def _better_talk(stage: Stage) -> list[Action]:
    initiative = _initiative(stage, "appointments", "トークの質を高める", "接触後のアポイント率に伸びしろがあるため。")
    if initiative is None:
        return []
    week, thursdays = in_each(Grain.WEEK).text, on_weekdays([3]).text
    return [
        _action(stage, initiative, "ロールプレイ(週1回)", "二人一組で15分、お客様役を交代しながら行う。", cadence=week),
        _action(
            stage,
            initiative,
            "既存リードのフォロー",
            "対応待ちのリードを残さないよう、リストを一巡する。",
            cadence=thursdays,
            on_closed=OnClosed.MOVE,
        ),
    ]


def _initiative(stage: Stage, metric_key: str, name: str, why: str) -> Initiative | None:
    kpi, manager = stage.kpi(metric_key), stage.manager
    if kpi is None or manager is None:
        return None
    fields = InitiativeFields(name=name, why=why, starts_on=stage.begins_on, team=stage.team)
    return add_initiative(kpi, fields, by=manager.user, at=stage.moment(stage.begins_on, time(8, 40)))


def _action(stage: Stage, initiative: Initiative, name: str, description: str, **named: object) -> Action:
    assert stage.manager is not None  # noqa: S101 - there would be no initiative
    fields = ActionFields(
        name=name,
        description=description,
        starts_on=stage.begins_on,
        owners=[TargetOwner(team=stage.team)],
        **named,  # type: ignore[arg-type]
    )
    return add_action(initiative, fields, by=stage.manager.user, at=stage.moment(stage.begins_on, time(8, 45)))


def _tick(action: Action, stage: Stage) -> None:
    """Most people in most weeks, on the last working day that the week allows."""
    weeks = sorted({day - timedelta(days=day.weekday()) for day in stage.working_days})
    ticks = []
    for number, monday in enumerate(weeks):
        days = [day for day in stage.working_days if monday <= day < monday + timedelta(days=7)]
        who = [person for person in stage.members if _chance(action, person, monday) < _kept(number)]
        ticks += [_made(action, person, days[min(3, len(days) - 1)], stage) for person in who]
    ActionTick.objects.bulk_create(ticks)


def _kept(week: int) -> int:
    learned = min(1.0, week / WEEKS_TO_LEARN)
    return round(KEPT_AT_FIRST + (KEPT_LATER - KEPT_AT_FIRST) * learned)


def _made(action: Action, person: Person, day: date, stage: Stage) -> ActionTick:
    chance = _chance(action, person, day)
    note = NOTES[chance % len(NOTES)] if chance < 30 else ""
    return ActionTick(
        action=action, person=person, done_on=day, note=note, by=person.user, at=stage.moment(day, time(17, 20))
    )


def _chance(action: Action, person: Person, day: date) -> int:
    """The same for the same people and days: 0 to 99."""
    return sha256(f"{action.name} {person.key} {day}".encode()).digest()[0] * 100 // 256
