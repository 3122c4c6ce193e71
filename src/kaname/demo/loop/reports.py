"""Daily reports of the last days, most of them answered, and the member's goal sheet of this half year."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from django.db.models import Sum

from kaname.demo.loop.living import Stage
from kaname.goals.models import Target
from kaname.measures.periods import Grain, period_of
from kaname.people.models import Person, User
from kaname.reports.goal_sheet.beginning import begin_sheet
from kaname.reports.goal_sheet.steps import go_on
from kaname.reports.models import GoalSheet
from kaname.reviews.daily.answering import answer
from kaname.reviews.daily.writing import Written, submit

DAYS = 5
# Different leads of half a year beside the sum of its months. [0-1]
OF_MONTHS = Decimal("0.8")
LEARNED = (
    "導入効果の数字を先に話すと、価格の質問の後も会話が続いた。",
    "朝は不在が多い。14時台の方がつながりやすかった。",
    "製造業のお客様には、納期短縮の事例がよく響く。",
    "担当者不在の時は、折り返しの時間を具体的に聞くとつながった。",
    "断られた後に課題を一つ聞けた。次は資料を送ってから電話する。",
)
PLANS = (
    "14時台に新規リードへ集中して架電する。",
    "事例を一つ決めて、すべての通話で使ってみる。",
    "休眠リストの10件を見直す。",
)
ANSWERS = (
    "時間帯の気づきが具体的でとても良いですね。チームにも共有してもらえますか。",
    "良い試みです。明日の結果もぜひ聞かせてください。",
)


def report_days(stage: Stage) -> None:
    manager, member = stage.manager, stage.member
    if manager is None or manager.user is None or member is None:
        return
    days = stage.working_days[-DAYS:]
    for number, day in enumerate(days):
        _report(stage, member, day, number, manager.user, answered=number < len(days) - 1)
    _sheet(stage, member, manager.user)


def _report(stage: Stage, person: Person, day: date, number: int, leads: User, *, answered: bool) -> None:
    if person.user is None:
        return
    written = Written(
        {
            "learned": LEARNED[number % len(LEARNED)],
            "plans": PLANS[number % len(PLANS)],
            "question": "価格の話を切り出す順番を相談したいです。" if number == DAYS - 1 else "",
        },
        revision=0,
    )
    made = submit(person, written, day=day, reader=stage.reader(person.user, day, time(17, 50)))
    if answered:
        text = ANSWERS[number % len(ANSWERS)]
        answer(made, text=text, is_thanks=False, reader=stage.reader(leads, day, time(18, 20)))


def _complete(sheet: GoalSheet) -> None:
    """What counts different things has no target for a half year by itself: the same lead may return."""
    months = Target.objects.in_force().filter(
        person=sheet.person, starts_on__gte=sheet.starts_on, ends_on__lte=sheet.ends_on
    )
    for row in sheet.rows.filter(target=None):
        asked = months.of_metrics([row.metric_key]).aggregate(total=Sum("value"))["total"]
        if asked is None:
            row.metric_key = ""  # told by its name alone
        else:
            row.target = (asked * OF_MONTHS / 10).quantize(Decimal(1)) * 10
        row.save(update_fields=["metric_key", "target"])


def _sheet(stage: Stage, member: Person, leads: User) -> None:
    if member.user is None or stage.kpi("appointments") is None:
        return
    half = period_of(stage.today, grain=Grain.HALF, calendar=stage.organisation.calendar())
    own, managed = (stage.reader(user, stage.begins_on, time(11, 0)) for user in (member.user, leads))
    sheet = begin_sheet(member, period=half, reader=own)
    _complete(sheet)
    go_on(sheet, "submit", note="", reader=own)
    go_on(sheet, "agree", note="", reader=managed)
