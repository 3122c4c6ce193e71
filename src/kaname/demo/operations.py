"""Makes the demo organisation in this installation, and brings it up to date on a later day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from kaname.demo.events import planted_events
from kaname.demo.facts import SOURCES, facts
from kaname.demo.goal import set_goal
from kaname.demo.ledger import Ledger
from kaname.demo.loop.living import live_the_loop
from kaname.demo.models import DemoBuild
from kaname.demo.options import Options
from kaname.demo.organisation import NAME, plan_of
from kaname.demo.people import occupants
from kaname.demo.plan import NOTHING, Plan, TargetPlan
from kaname.demo.seats import structure
from kaname.demo.summary import Summary
from kaname.demo.world import World, world
from kaname.measures.periods import day_of
from kaname.people.models import Organisation, Person
from kaname.people.operations import publish_directory
from kaname.web import store as web_store

if TYPE_CHECKING:
    from kaname.facts.store import FactStore

ZONE = ZoneInfo("Asia/Tokyo")
Progress = Callable[[int, int], None]


class DemoProblem(Exception):  # noqa: N818
    """The demo organisation cannot be made here; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def build(
    store: FactStore,
    *,
    people: int,
    years: int,
    seed: int,
    at: datetime,
    progress: Progress = lambda done, total: None,
) -> Summary:
    """Make the demo organisation as of the day of `at` in Tokyo; what is there already is not made again.

    Raises
    ------
    DemoProblem
        `real_data` where the data folder serves a real organisation, `another_demo` where it holds a demo of another
        size or seed, `options` where the options make no sense.
    """
    options = _options(people=people, years=years, seed=seed, at=at)
    before = _require_demo_or_nothing(store, options)
    if before is not None and before.covers(options.since, options.until):
        return _summary(before, is_new=False)
    now = world(_later(options, before))
    plan, earlier = plan_of(now), _plan_before(before)
    steps = _Steps(progress, total=_rows(plan.news_since(earlier)) + len(now.months()) * len(SOURCES))
    with transaction.atomic():
        Ledger(at=at, on_row=steps.step).write(plan.news_since(earlier), vanished=_vanished(plan, earlier))
        made = _remember(before, now.options)
    publish_directory(store)
    _load(store, now, made, at=at, steps=steps)
    with web_store.using(store), transaction.atomic():
        set_goal(at=at)
        live_the_loop(at=at)
    return _summary(made, is_new=True)


def _options(*, people: int, years: int, seed: int, at: datetime) -> Options:
    try:
        return Options(today=day_of(at, zone=ZONE), people=people, years=years, seed=seed)
    except ValueError as problem:
        raise DemoProblem("options", f"The demo cannot be made like that: {problem}.") from problem


def _require_demo_or_nothing(store: FactStore, options: Options) -> DemoBuild | None:
    """The demo that is here already, None where there is nothing yet."""
    before = DemoBuild.objects.first()
    if before is None:
        if Organisation.objects.exists() or Person.objects.exists() or store.loaded_at() is not None:
            raise DemoProblem(
                "real_data",
                "This data folder serves a real organisation; the demo never mixes with it. "
                "Choose another folder with --data.",
            )
        return None
    if (before.people, before.seed) != (options.people, options.seed):
        raise DemoProblem(
            "another_demo",
            f"This data folder holds a demo of {before.people} people with seed {before.seed}. "
            "Choose another folder with --data, or delete this one.",
        )
    return before


def _later(options: Options, before: DemoBuild | None) -> Options:
    """The past is never taken back: not by a clock that was put back, nor by asking for fewer years."""
    if before is None:
        return options
    return Options(
        today=max(options.today, before.today),
        people=options.people,
        years=max(options.years, before.years),
        seed=options.seed,
    )


def _plan_before(before: DemoBuild | None) -> Plan:
    return NOTHING if before is None else plan_of(world(before.options))


def _vanished(plan: Plan, earlier: Plan) -> tuple[TargetPlan, ...]:
    """Targets of this fiscal year that nobody has any more, since people came and went."""
    kept = {target.place for target in plan.targets}
    first = min(target.starts_on for target in plan.targets)
    return tuple(one for one in earlier.targets if one.starts_on >= first and one.place not in kept)


def _rows(plan: Plan) -> int:
    return len(plan.people) + len(plan.leave) + len(plan.targets)


def _remember(before: DemoBuild | None, options: Options) -> DemoBuild:
    """In the same transaction as the ledger's rows, so that a later run knows them; the facts follow."""
    made = before or DemoBuild(people=options.people, seed=options.seed)
    made.today, made.years = options.today, options.years
    made.facts_until = None
    made.save()
    return made


def _load(store: FactStore, now: World, made: DemoBuild, *, at: datetime, steps: _Steps) -> None:
    """Load all facts; those that are there already are recognised, whether or not an earlier run was cut short."""
    batch_id = f"demo-{now.options.since}-{now.options.until}"
    counts: Counter[str] = Counter()
    for source in SOURCES:
        records = facts(now, source, on_month=steps.step)
        store.load(source=source, batch_id=batch_id, records=records, at=at)
        counts.update(store.count(source=source))
    made.facts = dict(counts)
    made.facts_since = min(made.facts_since or now.options.since, now.options.since)
    made.facts_until = now.options.until
    made.save()


def _summary(made: DemoBuild, *, is_new: bool) -> Summary:
    since, until = made.facts_since or made.options.since, made.facts_until or made.options.until
    posts = structure(made.people)
    everybody = occupants(posts, seed=made.seed, until=until)
    return Summary(
        name=NAME,
        people=made.people,
        teams=len(posts.teams),
        seed=made.seed,
        since=since,
        until=until,
        facts=made.facts,
        events=[event for event in planted_events(everybody, since=since, until=until) if event.starts_on >= since],
        is_new=is_new,
    )


@dataclass
class _Steps:
    """Counts steps for whoever watches."""

    progress: Progress
    total: int
    done: int = 0

    def step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)
