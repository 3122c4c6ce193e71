"""The page on what drives a goal: what was found, what was refused, what was dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaname.goals.goal_words import goal_name
from kaname.goals.models import Kpi, Node
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.drivers import words
from kaname.insights.drivers.chart import course_chart, marks_for
from kaname.insights.drivers.gathering import OTHER_TEAMS
from kaname.insights.models import Computation, Driver, DriverDismissal, DriverSearch, Subject
from kaname.insights.running import is_under_way
from kaname.people.models import Person, Team
from kaname.web.charts.chart import Chart
from kaname.web.choices import Choice

Key = tuple[str, str, str]


@dataclass(frozen=True)
class DriverLine:
    """One driver as the page shows it; `initiative_url` and `tree_url` are forms with it filled in, or empty."""

    driver: Driver
    name: str
    sentence: str
    size: str
    evidence: str
    look: str
    details: Sequence[str]
    chart: Chart
    initiative_url: str
    tree_url: str


@dataclass(frozen=True)
class Refusal:
    """Why some series are none, and which."""

    reason: str
    names: Sequence[str]


@dataclass(frozen=True)
class Dismissed:
    row: DriverDismissal
    name: str
    who: str


def drivers_page(asked: str, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows; `asked` is the id of a search."""
    searches = list(DriverSearch.objects.visible_in(reader.scope).newest().select_related("goal", "goal__team", "kpi"))
    search = next((one for one in searches if str(one.pk) == asked), searches[0] if searches else None)
    run = Computation.objects.filter(subject=Subject.DRIVERS).first()
    frame = {
        "search": search,
        "run": run,
        "is_running": run is not None and is_under_way(run, reader.at),
        "may_run": reader.sets_targets,
        "may_bring": reader.scope.everything,
        "choices": [_choice(one, search, reader) for one in searches],
    }
    if search is None:
        return frame | {"headline": words.headline(None, 0, "")}
    return frame | _of(search, reader)


def _of(search: DriverSearch, reader: Reader) -> dict[str, Any]:
    target = target_name(search, reader)
    rows = list(search.drivers.all())
    found = in_force(search)
    return {
        "headline": words.headline(search, len(found), target),
        "target": target,
        "goal_name": goal_name(search.goal, reader),
        "lines": lines_of(search, found, reader),
        "refused": refusals([one for one in rows if not one.rank], search, reader),
        "n_refused": sum(not one.rank for one in rows),
        "dismissed": _told(_dismissals(search), reader),
        "missing": words.lag_words(search.missing, search.step),
        "table_url": f"{reverse('insights:driver_rows')}?{urlencode({'of': search.pk})}",
    }


def in_force(search: DriverSearch) -> list[Driver]:
    """What was found and not dismissed; what comes before is more use than what comes along."""
    dismissed = {_key(one) for one in _dismissals(search)}
    found = [one for one in search.drivers.all() if one.rank and _key(one) not in dismissed]
    return sorted(found, key=lambda one: not one.lag)


def lines_of(search: DriverSearch, found: Sequence[Driver], reader: Reader) -> list[DriverLine]:
    target, seen = target_name(search, reader), seen_before(search)
    n_searches = DriverSearch.objects.filter(metric_key=search.metric_key, team_key=search.team_key).count()
    marks = marks_for(found, search.team_key)
    return [
        DriverLine(
            driver=one,
            name=words.series_name(one.metric_key, one.field, one.value, reader),
            sentence=words.sentence(one, target, search.step, reader),
            size=words.size_words(one, reader, search.metric_key),
            evidence=words.evidence(one),
            look=words.GRADES.get(one.grade, "neutral"),
            details=words.details(one, search.step, (seen.get(_key(one), 1), n_searches)),
            chart=course_chart(
                one, target, words.series_name(one.metric_key, one.field, one.value, reader), marks, reader
            ),
            initiative_url=initiative_url(search, one, reader),
            tree_url=tree_url(search, one),
        )
        for one in found
    ]


def seen_before(search: DriverSearch) -> dict[Key, int]:
    """In how many searches each series was found."""
    rows = Driver.objects.filter(
        rank__isnull=False, search__metric_key=search.metric_key, search__team_key=search.team_key
    )
    found: dict[Key, int] = {}
    for key in rows.values_list("metric_key", "field", "value"):
        found[key] = found.get(key, 0) + 1
    return found


def refusals(rows: Sequence[Driver], search: DriverSearch, reader: Reader) -> list[Refusal]:
    """By reason, the most telling first: what was seen and fell, then what was never there."""
    by_reason: dict[str, list[str]] = {}
    for one in rows:
        text = words.refusal(one, search.step, reader)
        by_reason.setdefault(text, []).append(words.series_name(one.metric_key, one.field, one.value, reader))
    return [Refusal(text, sorted(names)) for text, names in sorted(by_reason.items(), key=lambda item: len(item[1]))]


def target_name(search: DriverSearch, reader: Reader) -> str:
    return metric_name(search.metric_key, reader.definitions)


def tree_url(search: DriverSearch, driver: Driver) -> str:
    """Where the number is a leaf of its goal's tree its page, with the driver as a part; else the tree."""
    if not driver.metric_key or driver.field == OTHER_TEAMS:
        return ""
    leaf = Node.objects.filter(goal=search.goal, metric_key=search.metric_key, operation="").first()
    if leaf is None:
        return reverse("goals:goal_tree", args=[search.goal.key])
    page = reverse("goals:goal_tree_node", args=[search.goal.key, leaf.pk])
    return f"{page}?{urlencode({'metric': driver.metric_key})}"


def initiative_url(search: DriverSearch, driver: Driver, reader: Reader) -> str:
    """The form for a new initiative under the KPI, or the goal's first one, with name and reason filled in."""
    kpi = search.kpi or Kpi.objects.current().filter(goal=search.goal).order_by("position").first()
    if kpi is None or driver.field == OTHER_TEAMS:
        return ""
    name = words.series_name(driver.metric_key, driver.field, driver.value, reader)
    why = f"{words.sentence(driver, target_name(search, reader), search.step, reader)} ({words.evidence(driver)})"
    query = urlencode({"name": _("Move “%(driver)s”") % {"driver": name}, "why": why})
    return f"{reverse('goals:initiative_new', args=[search.goal.key, kpi.pk])}?{query}"


def _key(one: Driver | DriverDismissal) -> Key:
    return one.metric_key, one.field, one.value


def _dismissals(search: DriverSearch) -> Sequence[DriverDismissal]:
    return list(DriverDismissal.objects.filter(target_key=search.metric_key, team_key=search.team_key))


def _told(rows: Any, reader: Reader) -> list[Dismissed]:
    people = dict(Person.objects.filter(user__in=[one.by_id for one in rows]).values_list("user_id", "name"))
    return [
        Dismissed(one, words.series_name(one.metric_key, one.field, one.value, reader), people.get(one.by_id or 0, ""))
        for one in rows
    ]


def _choice(one: DriverSearch, chosen: DriverSearch | None, reader: Reader) -> Choice:
    label = target_name(one, reader)
    if one.team_key:
        team = Team.objects.filter(key=one.team_key).values_list("name", flat=True).first()
        label = _("%(metric)s, %(team)s") % {"metric": label, "team": team or one.team_key}
    url = f"{reverse('insights:drivers')}?{urlencode({'of': one.pk})}"
    return Choice(label, url, chosen is not None and one.pk == chosen.pk)
