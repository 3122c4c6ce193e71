"""The way of a goal's number through its period, on its page: what came so far, the pace, and where it will end."""

from __future__ import annotations

from kaname.boards.presentation.course_chart import course_chart
from kaname.boards.presentation.ends import outlook_url
from kaname.boards.presentation.style import Style
from kaname.boards.queries.course import course_of
from kaname.boards.queries.earlier import progress_of
from kaname.boards.queries.ledger import read_ledger
from kaname.boards.selection import Selection, Span, Subject
from kaname.facts.asking.question import Moment, Question
from kaname.facts.asking.shelf import ledgers
from kaname.goals.goal_page.beside import Beside
from kaname.goals.journal import organisation_and_journal
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.measures.periods import period_of
from kaname.web.store import facts


def course_beside(goal: Goal, reader: Reader) -> Beside | None:
    """Of a running goal whose subject's totals the reader sees, day by day or week by week."""
    team = goal.team.key if goal.team else None
    span = _span_of(goal, reader)
    if span is None or not goal.period.contains(reader.today) or not reader.scope.sees(team=team, person=None):
        return None
    selection = Selection(Subject(team=team), span, goal.period, reader.calendar)
    key, store = goal.metric_key, facts()
    organisation, journal = organisation_and_journal()
    ledger = ledgers(store).get(
        (selection, journal, key), lambda: read_ledger(selection, organisation=organisation, state=journal, key=key)
    )
    progress = progress_of(selection, ledger.roster, today=reader.today)
    end = reader.outlooks_in(goal.period).get((key, team or "", ""))
    with Moment.of(store) as moment:
        question = Question(moment, ledger.definitions, reader.calendar, ledger.state)
        course = course_of(key, ledger, progress, question=question, end=end)
    if not any(course.actual):
        return None
    chart = course_chart(course, ledger, progress, Style.of(organisation, language=reader.language))
    return Beside("boards/goal_course.html", {"chart": chart, "url": outlook_url(key, selection) if end else ""})


def _span_of(goal: Goal, reader: Reader) -> Span | None:
    """None where no board shows such a period."""
    for span in Span:
        period = period_of(goal.starts_on, grain=span.grain, calendar=reader.calendar)
        if period == goal.period and span is not Span.DAY:
            return span
    return None
