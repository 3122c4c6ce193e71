"""What a review pack and Today cost in the server: 10 million facts, a team of 32, three KPIs with plans.

    python -m bench.review_pack [FOLDER] [--rows 10000000] [--requests 40]

On an organisation of its own: 500 people in 16 teams, on Wednesday, 18 November 2026, so that it does not matter on
which day it is measured: the month runs, and the overload guard looks at everybody. The team has a goal with a tree,
targets by month and person, and six actions, of which facts count four. Before each request a fact is loaded.
Aims at the median: 300 ms for the numbers of a pack and for the page of the meeting with it, 80 ms for Today, of a
member and of who leads the team. Beside them without an aim: the numbers about one person, and the team's board.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import time_machine

from bench import house
from bench.board import figures, one_fact

TEAMS, TEAM = 16, "t00"
PACK_MS, TODAY_MS = 300.0, 80.0
WEDNESDAY = datetime(2026, 11, 18, 1, tzinfo=UTC)
# By KPI: an action with its quota, and the metric that counts it; without one it is ticked.
ACTIONS = {
    "calls": (("新規に40件架電", 40, "calls"), ("既存客にメール10通", 10, "emails")),
    "connect_rate": (("かけ直し", 5, "connects"), ("切り出しの練習", 1, "")),
    "appointments_per_connect": (("アポイント2件", 2, "appointments"), ("録音を聴く", 1, "")),
}


def sign_in(key: str, role: str, **found: Any) -> None:
    from kaname.people.models import Person
    from kaname.people.sign_in import create_sign_in

    person, _ = Person.objects.update_or_create(
        key=key, defaults={"email": f"{key}@example.com", "role": role} | found, create_defaults=None
    )
    create_sign_in(person, password=house.PASSWORD, language="ja")


def prepared_team() -> None:
    """The team's goal with its plan, targets for each person, who leads it and a member who signs in."""
    from bench.goal_page import KPIS, PRODUCTS, publish
    from kaname.goals.models import Goal
    from kaname.people.models import Membership, Role, Team

    if Goal.objects.filter(key="bench-pack").exists():
        return
    sign_in("leader", Role.MANAGER, name="リーダー")
    sign_in("p000", Role.MEMBER)
    Membership.objects.create(person_id=person("leader").pk, team=Team.objects.get(key=TEAM))
    publish("bench-pack", TEAM, target=36_000, kpis=KPIS, products=PRODUCTS)
    personal_targets()
    plans(Goal.objects.get(key="bench-pack"))


def person(key: str) -> Any:
    from kaname.people.models import Person

    return Person.objects.get(key=key)


def personal_targets() -> None:
    """So many calls this month for each of the team that some are asked for too much."""
    from kaname.goals.models import Target
    from kaname.people.models import Person

    month = (date(2026, 11, 1), date(2026, 12, 1))
    people = Person.objects.filter(memberships__team__key=TEAM, key__startswith="p")
    carried = set(Target.objects.filter(metric_key="calls", person__in=people).values_list("person", flat=True))
    Target.objects.bulk_create(
        Target(metric_key="calls", person=one, starts_on=month[0], ends_on=month[1], value=Decimal(300 + 20 * place))
        for place, one in enumerate(people.order_by("key"))
        if one.pk not in carried
    )


def plans(goal: Any) -> None:
    from kaname.goals.models import Action, ActionOwner, Initiative

    since = date(2026, 10, 1)
    for kpi in goal.kpis.current():
        initiative = Initiative.objects.create(kpi=kpi, name="施策", starts_on=since, created_at=WEDNESDAY)
        for name, quota, metric in ACTIONS[kpi.metric_key]:
            cadence = "FREQ=DAILY" if metric else "FREQ=WEEKLY"
            action = Action.objects.create(
                initiative=initiative, name=name, quota=quota, metric_key=metric, cadence=cadence, starts_on=since
            )
            ActionOwner.objects.create(action=action, team=goal.team)


def meeting() -> str:
    """The address of today's weekly meeting of the team, planned once."""
    from kaname.goals.reader import Reader
    from kaname.people.models import Team
    from kaname.reviews.models import ReviewMeeting
    from kaname.reviews.operations import Plan, plan_meeting

    found = ReviewMeeting.objects.filter(team__key=TEAM).first()
    if found is None:
        leader = person("leader")
        plan = Plan(kind="weekly", leader=leader, team=Team.objects.get(key=TEAM))
        found = plan_meeting(plan, starts_at=WEDNESDAY, reader=Reader(user=leader.user, at=WEDNESDAY))
    return f"/reviews/{found.pk}/"


def measured(look: Callable[[], Any], *, requests: int, stamp: str) -> list[float]:
    """Milliseconds of each look, the first ones left out."""
    from kaname.web.store import facts

    taken = []
    for number in range(requests + 5):
        records = [("activities", one_fact(number))]
        facts().load(source=f"bench-{stamp}", batch_id=f"{number}", records=records, at=datetime.now(UTC))
        started = time.perf_counter()
        look()
        taken.append(1000 * (time.perf_counter() - started))
    return taken[5:]


def numbers(user: Any, **owner: str) -> Callable[[], Any]:
    """The evidence of the last seven days and today."""
    from django.utils.translation import override

    from kaname.boards.evidence.evidence import evidence_of
    from kaname.boards.selection import Subject

    today = date(2026, 11, 18)

    def look() -> Any:
        with override("ja"):
            since, until = today - timedelta(days=7), today + timedelta(days=1)
            return evidence_of(Subject(**owner), since=since, until=until, user=user, at=datetime.now(UTC))

    return look


def page(path: str, user: Any) -> Callable[[], Any]:
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)

    def look() -> None:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.content[:2000])

    return look


def looks() -> Iterator[tuple[str, float, Callable[[], Any]]]:
    """What is measured, the most it may take, and how it is done. [ms]"""
    from kaname.people.models import User

    users = {name: User.objects.get(email=f"{name}@example.com") for name in ("executive", "leader", "p000")}
    yield "numbers of a pack, team of 32", PACK_MS, numbers(users["leader"], team=TEAM)
    yield "page of the meeting with its pack", PACK_MS, page(meeting(), users["leader"])
    yield "numbers about one person", math.inf, numbers(users["leader"], person="p000")
    yield "Today of a member", TODAY_MS, page("/today/", users["p000"])
    yield "Today of who leads the team", TODAY_MS, page("/today/", users["leader"])
    yield "board of the team", math.inf, page(f"/board/?team={TEAM}", users["leader"])


def results(*, requests: int) -> Iterator[dict[str, Any]]:
    from kaname.config.serving import spare_the_collector
    from kaname.web.store import close, facts

    stamp = datetime.now(UTC).isoformat()
    house.show(house.KPIS)
    facts()
    spare_the_collector()
    prepared_team()
    for what, aim, look in looks():
        aimed = {} if math.isinf(aim) else {"aim_ms": aim}
        yield {"what": what, **aimed, **figures(measured(look, requests=requests, stamp=f"{stamp}-{what}"))}
    close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(gettempdir()) / "kaname-measured-pack")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--requests", type=int, default=40)
    given = parser.parse_args()
    house.TEAMS = TEAMS
    with time_machine.travel(WEDNESDAY, tick=True):
        house.prepare(given.folder, rows=given.rows)
        found = list(results(requests=given.requests))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    short = [one for one in found if one["median_ms"] > one.get("aim_ms", math.inf)]
    print("within the aim" if not short else f"short of the aim: {', '.join(one['what'] for one in short)}")


if __name__ == "__main__":
    main()
