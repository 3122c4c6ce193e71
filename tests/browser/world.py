"""Fills a fresh installation for the browser: the small world of the tests, with something on every page.

Run as a program of its own with KANAME_DATA set, before the server owns the folder: `python world.py`.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal

PASSWORD = "a long test password"
NOW = datetime.now(UTC)
TODAY = NOW.date()
LAST_MONTH = TODAY.replace(day=1) - timedelta(days=1)
DAYS = 120
MAIL = "mail.json"
ARCHIVED = "average_handling_seconds"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from kaname.people.operations import publish_directory
    from kaname.web import store

    call_command("migrate", verbosity=0)
    people()
    publish_directory(store.facts())
    facts()
    by_hand()
    mail()
    goals()
    telling()
    loop()
    changes()
    scenarios()
    store.close()


def people() -> None:
    from kaname.people import operations
    from kaname.people.models import Membership, Organisation, Person, Role, Team
    from kaname.people.sign_in import create_sign_in
    from kaname.web.models import ApiToken

    Organisation.objects.create(name="Sunrise")
    sales = Team.objects.create(key="sales", name="Sales")
    east = Team.objects.create(key="east", name="East", parent=sales)
    west = Team.objects.create(key="west", name="West", parent=sales)
    closed = Team.objects.create(key="north", name="North", parent=sales)
    world = {
        "Aiko": (Role.MANAGER, east),
        "Ben": (Role.MEMBER, east),
        "Chie": (Role.MEMBER, west),
        "Dai": (Role.ADMINISTRATOR, None),
        "Emi": (Role.EXECUTIVE, None),
        "Fumi": (Role.MEMBER, west),
    }
    made = {}
    for name, (role, team) in world.items():
        key = name.lower()
        made[name] = person = Person.objects.create(key=key, name=name, email=f"{key}@example.com", role=role)
        create_sign_in(person, password=PASSWORD)
        if team:
            Membership.objects.create(person=person, team=team)
    by = {"by": made["Dai"].user, "at": NOW}
    ApiToken.issue(user=made["Dai"].user, name="nightly export", at=NOW)
    days = {"starts_on": TODAY + timedelta(days=3), "ends_on": TODAY + timedelta(days=5)}
    operations.add_company_holiday(name="年末年始", **days, **by)
    for name, person in made.items():
        operations.alias_person(source="crm", ref=f"{name} S.", person=person, **by)
    for person in (made["Ben"], made["Dai"]):
        operations.add_leave(person=person, reason="Family", **days, **by)
        operations.add_meeting(name="1on1", hours_per_week=Decimal("0.5"), person=person, **by)
        operations.set_personal_hours(person=person, weekday_hours=(6, 6, 6, 6, 6, 0, 0), **by)
    operations.add_meeting(name="朝礼", hours_per_week=Decimal("1.25"), team=east, **by)
    made["Fumi"].deactivate(on=TODAY, **by)
    closed.deactivate(on=TODAY, **by)


def mail() -> None:
    """Keep what would come by mail beside the data, for the tests that follow it."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    from kaname.people.models import Person
    from kaname.people.sign_in import invite

    dai, ben = (Person.objects.get(key=key) for key in ("dai", "ben"))
    guest = Person.objects.create(key="ichi", name="Ichi", email="ichi@example.com")
    key = {"uidb36": user_pk_to_url_str(ben.user), "key": default_token_generator.make_token(ben.user)}
    links = {
        "invitation": reverse("people:invitation", args=[invite(guest, by=dai.user, at=NOW)]),
        "new password": reverse("account_reset_password_from_key", kwargs=key),
        "used link": reverse("account_reset_password_from_key", kwargs=key | {"key": "1-used"}),
    }
    (settings.KANAME_DATA / MAIL).write_text(json.dumps(links))


def telling() -> None:
    """A channel that cannot be reached, what became of a sample, and news for the administrator."""
    from kaname.people.models import Person
    from kaname.telling.operations import Message, add_channel, send_sample, set_chat, tell

    dai = Person.objects.get(key="dai").user
    how = {"kinds": ["targets.changed"], "at_any_time": False, "allows_private": True, "by": dai, "at": NOW}
    channel = add_channel(name="Warehouse", service="webhook", address="http://127.0.0.1:9/", **how)
    send_sample(channel, by=dai, at=NOW, base_url="http://127.0.0.1")
    set_chat(
        dai, service="slack", address="https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"
    )
    title = Message.as_is("Something could not be sent.")
    tell([dai], kind="telling.given_up", title=title, url="/telling/channels/", at=NOW)


def facts() -> None:
    from kaname.web import store

    for stream, rows in (("activities", calls()), ("deal_changes", deals())):
        records = [(stream, batch(stream, rows))]
        store.facts().load(source="phone", batch_id=stream, records=records, at=NOW)


def by_hand() -> None:
    from kaname.imports.hand_entry import Entry, Subject, record
    from kaname.people.models import Person

    dai = Person.objects.get(key="dai")
    for value in (61, 65):
        entry = Entry("sales", TODAY, Subject(), Decimal(value))
        record([entry], reason="Counted again.", by=dai.user, at=NOW)


def goals() -> None:
    from django.db.models import F

    from kaname.goals.kgi.publishing import archive_goal, publish_goal
    from kaname.goals.models import PlannedTarget
    from kaname.goals.operations import archive_metric, set_target, withdraw_target
    from kaname.measures.periods import FiscalCalendar, Grain, period_of
    from kaname.people.models import Person, Team

    by = {"by": Person.objects.get(key="dai").user, "at": NOW}
    month = period_of(TODAY, grain=Grain.MONTH, calendar=FiscalCalendar())
    east, ben = Team.objects.get(key="east"), Person.objects.get(key="ben")
    for metric, value, owner in (
        ("calls", 400, {}),
        ("appointments", 60, {"team": east}),
        ("appointment_rate", "0.25", {"team": east}),
        ("calls", 130, {"person": ben}),
    ):
        target = set_target(metric_key=metric, period=month, value=Decimal(value), **owner, **by)
    withdraw_target(target, reason="Set for the wrong person.", **by)
    archive_metric(ARCHIVED, reason="Nobody looks at it.", **by)
    proposals()
    # One that counts, a draft on each of its steps, and one that does not count any more.
    published = a_goal("sales-counts", "sales", **by)
    publish_goal(published, reason="The plan of this month.", **by)
    # Its sheet has changed since, so that the page offers to put it in force.
    PlannedTarget.objects.filter(goal=published, metric_key="appointments").update(value=F("value") + 1)
    a_goal("west-draft", "west", **by)
    archived = begun("east-archived", "east", **by)
    publish_goal(archived, reason="The plan of this month.", **by)
    archive_goal(archived, reason="Another goal takes its place.", **by)


def loop() -> None:
    """A plan, meetings in every state, daily reports, an issued report and a goal sheet: the administrator's own."""
    from kaname.goals.reader import Reader
    from kaname.people.models import Person

    dai, emi, ben = (Person.objects.get(key=key) for key in ("dai", "emi", "ben"))
    plan(dai)
    meetings(Reader(user=dai.user, at=NOW), dai, ben)
    one_on_one(Reader(user=emi.user, at=NOW), Reader(user=dai.user, at=NOW), emi, dai)
    reports(Reader(user=dai.user, at=NOW), Reader(user=ben.user, at=NOW), dai, ben)
    words(emi, dai)


def changes() -> None:
    """One change that somebody has looked at, as a run would write it, and what happened then."""
    from kaname.insights.events.operations import Happened, write_event
    from kaname.insights.models import Change, ChangeState, Reason
    from kaname.people.models import Person, Team

    emi, day = Person.objects.get(name="Emi").user, TODAY - timedelta(days=30)
    team = Team.objects.get(key="east")
    write_event(Happened("Fair in Osaka", Reason.EVENT, team, day, day + timedelta(days=2)), by=emi, at=NOW)
    cells = {"effort": [400.0, 200.0], "share": [0.6, 0.4], "rate": [0.3, 0.2], "size": [None, None]}
    part = {"error": 2.0, "clear": True}
    why = {
        "kind": "count", "of": "connect_rate", "effort": "calls", "field": "person", "before": 200.0, "after": 160.0,
        "error": 5.0, "cause": "rate", "n": [26, 5], "needed": [0, 0], "cells": ["ben", None], "cells_before": cells,
        "cells_after": cells,
        "cell": {"place": 0, "size": -30.0, "share": 0.8, "stands_out": True, "before": 0.3, "after": 0.2},
        "parts": [
            {"cause": "effort", "size": -10.0, "share": 0.25, "by_cell": [-4.0, -6.0], **part},
            {"cause": "rate", "size": -30.0, "share": 0.75, "by_cell": [-24.0, -6.0], **part},
        ],
    }  # fmt: skip
    found = Change.objects.create(
        metric_key="connects", team_key="east", aspect="level", nature="count", probability=0.97, changed_on=day,
        first_on=day - timedelta(days=2), last_on=day + timedelta(days=3), ratio=0.8, low=0.7, high=0.9, before=50,
        after=40, log_change=-0.22, variance=0.004, n_before=900, n_after=160, told_on=TODAY, watched_on=TODAY,
        course="going on", why={"own": why, "peers": {"place": "local", "n_peers": 4}}, made_at=NOW,
    )  # fmt: skip
    found.decide(state=ChangeState.EXPLAINED, reason=Reason.EVENT, words="Everybody was at the fair.", by=emi, at=NOW)


def scenarios() -> None:
    """One that was tried and kept, of a goal that is running."""
    from kaname.goals.models import Goal
    from kaname.insights.models import Scenario
    from kaname.people.models import Person

    goal = Goal.objects.published().current().filter(nodes__isnull=False).first()
    dai = Person.objects.get(key="dai").user
    Scenario.objects.create(goal=goal, name="One more", is_shared=True, created_by=dai, created_at=NOW, changed_at=NOW)


def words(emi, dai) -> None:
    """One that he received, and one that he may still say better."""
    from kaname.feedback.operations import send

    for author, receiver, text in ((emi, dai, "You asked before you offered."), (dai, emi, "Your visit helped.")):
        send(
            author=author,
            receiver=receiver,
            text=text,
            kind="feedback",
            visibility="private",
            language="en",
            day=TODAY,
            at=NOW,
        )


def plan(dai) -> None:
    from kaname.goals.actions.planning import InitiativeFields, add_initiative, archive_initiative
    from kaname.goals.actions.starting import start_from
    from kaname.goals.models import Kpi

    kpi = Kpi.objects.current().filter(goal__key="sales-counts").first()
    start_from("role_play", kpi, team=None, by=dai.user, at=NOW)
    given_up = add_initiative(kpi, InitiativeFields(name="Cut prices", starts_on=TODAY), by=dai.user, at=NOW)
    archive_initiative(given_up, by=dai.user, at=NOW)


def meetings(reader, dai, ben) -> None:
    """One that runs, one that is closed, one that is not held, one with a client; a series that has ended."""
    from datetime import time

    from kaname.people.models import Team
    from kaname.reviews import operations
    from kaname.reviews.kinds import Kind, Wish
    from kaname.reviews.operations import Cadence, Decided, Plan, Typed

    east = Team.objects.get(key="east")
    weekly = Plan(kind=Kind.WEEKLY, leader=dai, team=east, people=(dai, ben))
    cadence = Cadence(rule="FREQ=WEEKLY;BYDAY=MO", starts_on=TODAY - timedelta(days=60), time_of_day=time(9))
    operations.begin_series(weekly, cadence, reader=reader)
    operations.end_series(operations.begin_series(weekly, cadence, reader=reader), reader=reader)
    running, closed, cancelled = (
        operations.plan_meeting(weekly, starts_at=NOW + timedelta(hours=hours), reader=reader) for hours in (1, -30, 30)
    )
    client = Plan(kind=Kind.CLIENT, leader=dai, client="北斗精機", people=(dai, ben))
    operations.plan_meeting(client, starts_at=NOW + timedelta(hours=2), reader=reader)
    for meeting in (running, closed):
        operations.keep(meeting, Typed("- Leads wait two days."), private=False, reader=reader)
        operations.decide(meeting, Decided("We call back within a day."), reader=reader)
        operations.agree(meeting, text="Write the text.", owner=dai, due_on=TODAY, reader=reader)
        operations.put_topic(meeting, text="Prices", wish=Wish.ADVISE, reader=reader)
    operations.keep(running, Typed("- Leads wait a day.", base=1), private=False, reader=reader)
    operations.close(closed, reader=reader)
    operations.cancel(cancelled, note="A holiday.", reader=reader)
    agenda = [{"source": "went_well", "title": "", "key": ""}]
    operations.make_template(kind=Kind.WEEKLY, name="Short", sections=agenda, reader=reader)


def one_on_one(leads, member, emi, dai) -> None:
    from kaname.reviews import operations
    from kaname.reviews.kinds import Kind
    from kaname.reviews.operations import Plan

    for hours in (-200, 3):
        meeting = operations.plan_meeting(
            Plan(kind=Kind.ONE_ON_ONE, leader=emi, member=dai), starts_at=NOW + timedelta(hours=hours), reader=leads
        )
        if hours < 0:
            operations.close(meeting, reader=leads)
            operations.rate(meeting, 4, reader=member)


def reports(reader, bens, dai, ben) -> None:
    from kaname.boards.selection import ORGANISATION
    from kaname.measures.periods import FiscalCalendar, Grain, period_of, previous
    from kaname.reports.goal_sheet.beginning import begin_sheet
    from kaname.reports.goal_sheet.steps import add_row
    from kaname.reports.monthly.issuing import issue_report
    from kaname.reviews.daily.writing import Written, submit

    for one, person in ((reader, dai), (bens, ben)):
        submit(
            person,
            Written({"learned": "Ask first.", "plans": "", "question": ""}, 0),
            day=TODAY - timedelta(days=1),
            reader=one,
        )
    calendar = FiscalCalendar()
    month = previous(period_of(TODAY, grain=Grain.MONTH, calendar=calendar), grain=Grain.MONTH, calendar=calendar)
    issue_report(ORGANISATION, month, languages=("ja", "en"), by=reader.user, at=NOW)
    add_row(
        begin_sheet(dai, period=period_of(TODAY, grain=Grain.HALF, calendar=calendar), reader=reader), reader=reader
    )


def proposals() -> None:
    """Ben asks for another target of his team's."""
    from kaname.goals.models import Target
    from kaname.goals.proposing import propose
    from kaname.people.models import Person

    target = Target.objects.get(metric_key="appointments", team__key="east")
    ben = Person.objects.get(key="ben")
    propose(target, value=Decimal(50), reason="Two of us are new.", by=ben.user, at=NOW)


def a_goal(key, team_key, *, by, at):
    """A goal on revenue of this month, as far as its confirmation: candidates, a worksheet, a tree, KPIs, a sheet."""
    from kaname.goals.csf.candidates import add_csf, remove_csf
    from kaname.goals.csf.selecting import select_csf
    from kaname.goals.csf.worksheets import add_cell
    from kaname.goals.kpi_tree.goal_tree import tree_of
    from kaname.goals.kpi_tree.planting import use_ready_tree
    from kaname.goals.kpi_tree.values import tree_values
    from kaname.goals.kpis.choosing import add_kpi
    from kaname.goals.kpis.planning import keep, planned_for
    from kaname.goals.reader import Reader
    from kaname.goals.spreading.filling import fill
    from kaname.goals.spreading.settings import choose
    from kaname.goals.spreading.totals import total_of, write_totals

    done, reader = {"by": by, "at": at}, Reader(user=by, at=at)
    goal = begun(key, team_key, **done)
    effect = {"effect_low": Decimal(500_000), "effect_high": Decimal(2_000_000), "confidence": Decimal("0.5")}
    chosen = add_csf(goal, name="Win more new customers", metric_keys=["appointments"], **effect, **done)
    add_csf(goal, name="Wake dormant customers", **effect, **done)
    remove_csf(add_csf(goal, name="Cut prices", **done), **done)
    select_csf(goal, chosen, reason="It moves the gap most.", **done)
    for sheet, area in (("value_chain", "marketing_sales"), ("five_forces", "buyers")):
        add_cell(goal, sheet=sheet, area=area, text="Leads wait two days.", evidence="Log of October.", **done)
    use_ready_tree(goal, "inside_sales", **done)
    for metric in ("appointments", "close_rate", "leads_contacted"):
        add_kpi(goal, metric_key=metric, **done)
    tree = tree_of(goal)
    keep(planned_for(goal, tree, tree_values(tree, goal=goal, reader=reader), reader=reader))
    write_totals(goal, reader=reader)
    for metric in ("appointments", "revenue"):
        choose(goal, metric, by="week")
        fill(goal, metric, total=total_of(goal, metric, reader=reader), team=goal.team, reader=reader)
    return goal


def begun(key, team_key, *, by, at):
    """The first step of a goal: revenue of this month against the last."""
    from kaname.goals.kgi.drafting import change_goal, create_goal
    from kaname.measures.periods import FiscalCalendar, Grain, period_of, previous
    from kaname.people.models import Team

    month = period_of(TODAY, grain=Grain.MONTH, calendar=FiscalCalendar())
    before = previous(month, grain=Grain.MONTH, calendar=FiscalCalendar())
    team = Team.objects.get(key=team_key)
    goal = create_goal(metric_key="revenue", period=month, team=team, key=key, by=by, at=at)
    compared = {"compared_starts_on": before.starts_on, "compared_ends_on": before.ends_on}
    change_goal(goal, value=Decimal(9_000_000), baseline=Decimal(7_500_000), **compared, by=by, at=at)
    return goal


def batch(stream, rows):
    """Rows as the stream's own Arrow schema; fields not given are empty."""
    import pyarrow as pa

    from kaname.facts.streams import STREAMS

    schema = STREAMS[stream].arrow_schema()
    columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
    return pa.RecordBatch.from_pydict(columns, schema=schema)


def calls():
    outcomes = ("no_answer", "busy", "connected", "appointment")
    return [
        {
            "source_id": f"{person}-{ago}-{number}",
            "day": TODAY - timedelta(days=ago),
            "person": person,
            "kind": "appointment" if outcomes[number % 4] == "appointment" else "call",
            "outcome": outcomes[number % 4],
            "lead_key": f"lead-{person}-{ago}-{number}",
            "duration_seconds": Decimal(30 + 7 * number),
        }
        for person in ("Ben", "Chie", "Aiko", "A stranger")
        for ago in range(DAYS)
        for number in range(4 + (ago + len(person)) % 5)
    ]


def deals():
    return [
        {
            "source_id": f"deal-{person}-{ago}",
            "day": TODAY - timedelta(days=ago),
            "person": person,
            "deal_key": f"deal-{person}-{ago}",
            "stage": "won" if ago % 3 else "lost",
            "amount": Decimal(400_000 + 10_000 * ago),
        }
        for person in ("Ben", "Chie")
        for ago in range(0, DAYS, 4)
    ]


MAPPING_OF_CALLS = """
source: dialler
facts:
  - stream: activities
    id: [通話ID]
    occurred_at: 日付
    person: 担当者
    kind: {value: call}
    outcome: {column: 結果, map: {接続: connected}}
"""


def a_file_of_calls(*, rows: int) -> str:
    """A file as a person would import it, with one row that cannot be used."""
    lines = ["日付,担当者,結果,通話ID"]
    names = ("Ben", "Chie", "Somebody new")
    lines += [f"{TODAY - timedelta(days=row % 30):%Y/%m/%d},{names[row % 3]},接続,call-{row}" for row in range(rows)]
    return "\n".join([*lines, "いつか,Ben,接続,call-x"]) + "\n"


if __name__ == "__main__":
    main()
