"""The team's meetings: a morning and an evening one every week, 1on1s, a monthly one, and what came of the last."""

from __future__ import annotations

from datetime import date, time, timedelta

from kaname.demo.loop.living import Stage
from kaname.goals.reader import Reader
from kaname.people.models import Person, User
from kaname.reviews.kinds import Kind, Wish
from kaname.reviews.models import ReviewMeeting, Series
from kaname.reviews.operations import (
    Cadence,
    Decided,
    Plan,
    Typed,
    agree,
    begin_series,
    close,
    complete,
    decide,
    keep,
    open_occurrence,
    put_topic,
    rate,
    talk_about,
)

MORNING, EVENING, TALK, MONTHLY = time(9, 0), time(17, 30), time(16, 30), time(10, 0)


def hold_meetings(stage: Stage) -> None:
    """They are closed at the moment at which the demo is made: the numbers that they keep are those of then."""
    manager, member = stage.manager, stage.member
    if manager is None or member is None or manager.user is None or member.user is None:
        return
    monday = stage.begins_on
    weekly = Plan(kind=Kind.MORNING, leader=manager, team=stage.team, minutes=15)
    evening = Plan(kind=Kind.EVENING, leader=manager, team=stage.team, minutes=15)
    monthly = Plan(kind=Kind.MONTHLY, leader=manager, team=stage.team, minutes=60)
    one_on_one = Plan(kind=Kind.ONE_ON_ONE, leader=manager, member=member, minutes=30)
    mornings = _series(stage, weekly, "FREQ=WEEKLY;BYDAY=MO", monday, MORNING)
    evenings = _series(stage, evening, "FREQ=WEEKLY;BYDAY=FR", monday, EVENING)
    talks = _series(stage, one_on_one, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", monday, TALK)
    _series(stage, monthly, "FREQ=MONTHLY;BYDAY=1WE", monday, MONTHLY)
    _morning(stage, mornings, manager.user, member)
    _one_on_one(stage, talks, manager.user, member.user)
    _evening(stage, evenings, manager.user, member)


def _series(stage: Stage, plan: Plan, rule: str, starts_on: date, clock: time) -> Series:
    assert plan.leader.user is not None  # noqa: S101 - looked at before
    reader = stage.reader(plan.leader.user, starts_on, time(8, 30))
    return begin_series(plan, Cadence(rule=rule, starts_on=starts_on, time_of_day=clock), reader=reader)


def _last(stage: Stage, weekday: int, *, weeks_ago: int = 0) -> date | None:
    """The last such weekday before today on which the organisation worked."""
    days = [day for day in stage.working_days if day.weekday() == weekday]
    return days[-1 - weeks_ago] if len(days) > weeks_ago else None


def _morning(stage: Stage, series: Series, leads: User, member: Person) -> None:
    day = _last(stage, 0)
    if day is None:
        return
    reader = stage.reader(leads, day, MORNING)
    meeting = open_occurrence(series, rule_day=day, reader=reader)
    lines = (
        "- 先週のアポイントは新しい切り出しを使った人で伸びた",
        "- 今週は製造業のリストから始める",
        "- 会議が続く午前は架電を避け、午後に集中する",
    )
    keep(meeting, Typed("\n".join(lines)), private=False, reader=reader)
    decide(meeting, Decided("今週は製造業の新規リードを優先する", reason="資料の閲覧が増えているため"), reader=reader)
    agree(meeting, text="新しい切り出しの例文を共有する", owner=member, due_on=day + timedelta(days=4), reader=reader)
    close(meeting, reader=Reader(user=leads, at=stage.at))


def _evening(stage: Stage, series: Series, leads: User, member: Person) -> None:
    day = _last(stage, 4)
    if day is None:
        return
    reader = stage.reader(leads, day, EVENING)
    meeting = open_occurrence(series, rule_day=day, reader=reader)
    keep(
        meeting,
        Typed("- 今週の学び: 価格の前に導入効果の数字を話すと会話が続く\n- 来週試すこと: 事例を1つ決めて使う"),
        private=False,
        reader=reader,
    )
    agree(meeting, text="休眠リスト30件を見直す", owner=member, due_on=day + timedelta(days=10), reader=reader)
    done = agree(
        meeting, text="ロールプレイの相手を決める", owner=member, due_on=day + timedelta(days=3), reader=reader
    )
    complete(done, done=True, reader=reader)
    close(meeting, reader=Reader(user=leads, at=stage.at))


def _one_on_one(stage: Stage, series: Series, leads: User, member: User) -> None:
    """The last one of the rhythm that is over: topics beforehand, an agreement, and how it helped."""
    fridays = [day for day in stage.working_days if day.weekday() == 4 and ((day - stage.begins_on).days // 7) % 2 == 0]
    if not fridays:
        return
    day = fridays[-1]
    before = stage.reader(member, day - timedelta(days=1), time(17, 0))
    meeting: ReviewMeeting = open_occurrence(series, rule_day=day, reader=before)
    topic = put_topic(meeting, text="価格の質問で止まってしまう", wish=Wish.ADVISE, reader=before)
    put_topic(meeting, text="午後の会議が重なる", wish=Wish.DECIDE, reader=before)
    during = stage.reader(leads, day, TALK)
    talk_about(topic, talked=True, reader=during)
    keep(
        meeting,
        Typed("新しい切り出しの手応えを聞いた。次回は価格の話をロールプレイで試す。"),
        private=False,
        reader=during,
    )
    decide(
        meeting,
        Decided("午後の定例を1つ減らして架電時間を確保する", reason="会議が週に8時間増えているため"),
        reader=during,
    )
    close(meeting, reader=Reader(user=leads, at=stage.at))
    rate(meeting, 4, reader=stage.reader(member, day, time(17, 10)))
