"""Which KPIs to look at again, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import Unit as MetricUnit
from kaname.facts.metrics.definition import closure
from kaname.goals.authors import author_name
from kaname.goals.kpi_tree.goal_tree import tree_below
from kaname.goals.models import Kpi, MetricVersion, Target
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.direction import Direction
from kaname.measures.kpi_check import no_effect, out_of_reach, reached_early, team_changed
from kaname.measures.periods import Period
from kaname.measures.reconsider import market_shift, missed, surpassed
from kaname.people.models import Team
from kaname.reviews.adjusting.finding import Finding, FindingKind, KpiLook
from kaname.reviews.adjusting.numbers import GoalNumbers, numbers_of
from kaname.reviews.models import KpiCheck
from kaname.web.formats import quantities
from kaname.web.formats.digits import MINUS
from kaname.web.formats.periods import full_day

AROUND = timedelta(days=28)
"""How long before and after a day a team's usual working time is taken from."""


def findings_for(team: Team | None, *, reader: Reader) -> list[KpiLook]:
    """The KPIs that the team (None: the organisation) follows, those with most to say first; all of them are there.

    For the page of the check, and for the packs of weekly and monthly reviews. Whoever asks may see the team's numbers.
    """
    kpis = kpis_of(team, reader=reader)
    checks: dict[int, KpiCheck] = {}
    for check in KpiCheck.objects.filter(kpi__in=kpis).select_related("by__person").order_by("at", "pk"):
        checks[check.kpi_id] = check
    looks = [
        _look(kpi, numbers, checks.get(kpi.pk), reader)
        for numbers, some in numbers_of(kpis, team=team, reader=reader)
        for kpi in some
    ]
    return sorted(looks, key=lambda look: -len(look.findings))


def kpis_of(team: Team | None, *, reader: Reader) -> list[Kpi]:
    """Of goals that count and are not over: the team's own, and those of a goal of the team's.

    A team without any follows those of the nearest team above, or of the organisation, that has some.
    """
    rows = Kpi.objects.current().filter(
        goal__published_at__isnull=False, goal__archived_at=None, goal__ends_on__gt=reader.today
    )
    rows = rows.select_related("goal__team", "team").order_by("pk")
    for owner in [None] if team is None else [*_upwards(team), None]:
        own = rows.filter(team=owner) if owner is not None else rows.none()
        if found := list(own | rows.filter(team=None, goal__team=owner)):
            return found
    return []


def _upwards(team: Team) -> Iterator[Team]:
    above: Team | None = team
    while above is not None:
        yield above
        above = above.parent


def _look(kpi: Kpi, numbers: GoalNumbers, checked: KpiCheck | None, reader: Reader) -> KpiLook:
    key = kpi.metric_key
    target = numbers.target_row(key) if key in numbers.keys else None
    known, findings = "", ()  # type: str, tuple[Finding, ...]
    if key not in numbers.keys:
        known = _("The metric is archived; its numbers are not known any more.")
    else:
        try:
            findings = tuple(_findings(key, numbers, target))
        except FactsError:
            known = _("The numbers of this KPI cannot be computed at present.")
    owner = numbers.team.name if numbers.team else reader.organisation.name
    return KpiLook(
        kpi=kpi,
        name=metric_name(key, {one: known_as.definition for one, known_as in reader.metrics.items()}),
        owner_name=owner,
        findings=findings,
        checked=checked,
        target_id=None if target is None else target.pk,
        may_decide=reader.may_set(team=kpi.goal.team, person=None),
        known=known,
    )


def _findings(key: str, numbers: GoalNumbers, target: Target | None) -> Iterator[Finding]:
    if target is not None:
        yield from _definition_changed(key, numbers, target)
    if numbers.elapsed.to_come:
        return
    yield from _reached_early(key, numbers)
    yield from _out_of_reach(key, numbers)
    yield from _in_a_row(key, numbers)
    yield from _no_effect(key, numbers)
    yield from _market_shifted(key, numbers)
    if target is not None:
        yield from _team_changed(numbers, target)


def _reached_early(key: str, numbers: GoalNumbers) -> Iterator[Finding]:
    target, actual = numbers.targets.get(key), numbers.actuals.get(key)
    higher = numbers.reader.definitions[key].direction is Direction.HIGHER
    if target is None or actual is None or not higher or not numbers.grows(key):
        return
    share = numbers.elapsed.share
    if reached_early(actual=actual, target=target.value, share=share):
        text = _("%(actual)s of %(target)s are reached with %(left)s of the working time still ahead.") % {
            "actual": _short(actual, key, numbers),
            "target": _short(target.value, key, numbers),
            "left": quantities.percent(1 - share, digits=0),
        }
        yield Finding(FindingKind.REACHED_EARLY, text, "arithmetic")


def _out_of_reach(key: str, numbers: GoalNumbers) -> Iterator[Finding]:
    target, actual = numbers.targets.get(key), numbers.actuals.get(key)
    higher = numbers.reader.definitions[key].direction is Direction.HIGHER
    if target is None or not higher or numbers.elapsed.over:
        return
    grows = numbers.grows(key)
    needed = target.value - (actual or 0.0) if grows else target.value
    past = numbers.past
    found = out_of_reach(
        needed=needed, values=past.of(key), hours=past.hours, hours_left=numbers.hours_left, additive=grows
    )
    if found is None:
        return
    params = {
        "needed": _short(found.needed, key, numbers),
        "realistic": _short(found.realistic, key, numbers),
        "n": found.n,
    }
    if grows:
        text = _(
            "%(needed)s are still needed; in the time left, 9 of 10 of %(n)s past months bring %(realistic)s or less."
        )
    else:
        text = _("%(needed)s is asked for; 9 of 10 of %(n)s past months came to %(realistic)s or less.")
    yield Finding(FindingKind.OUT_OF_REACH, text % params, "tested")


def _no_effect(key: str, numbers: GoalNumbers) -> Iterator[Finding]:
    """Where the KGI is made of the KPI by arithmetic, the months say whether it comes through."""
    kgi = numbers.goal.metric_key
    if kgi not in numbers.reader.definitions or kgi == key:
        return
    found = no_effect(kpi=numbers.per_hour(key), kgi=numbers.per_hour(kgi))
    if found is None:
        return
    text = _(
        "In %(n)s months, more of it did not surely come with more %(kgi)s, in the same month or the next "
        "(rank correlation %(value)s; 80%% interval %(low)s to %(high)s)."
    ) % {
        "n": found.n,
        "kgi": metric_name(kgi, numbers.reader.definitions),
        "value": _two_digits(found.value),
        "low": _two_digits(found.low),
        "high": _two_digits(found.high),
    }
    if (tree := tree_below(numbers.goal)) is not None and key in tree.keys:
        text = _("%(text)s By the KPI tree it should: look at what comes between the two.") % {"text": text}
    yield Finding(FindingKind.NO_EFFECT, text, "correlated")


def _two_digits(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


def _definition_changed(key: str, numbers: GoalNumbers, target: Target) -> Iterator[Finding]:
    """Of the metric or of one that it is computed from, since its target was set or last revised."""
    reader = numbers.reader
    newest = target.revisions.order_by("at", "pk").last()
    if newest is None:
        return
    parts = [one.key for one in closure([key], reader.definitions)]
    rows = MetricVersion.objects.filter(metric__key__in=parts, at__gt=newest.at).select_related("metric", "by__person")
    for row in rows.order_by("at", "pk"):
        text = _("%(by)s changed how %(metric)s is counted on %(day)s, after the target was set: %(reason)s") % {
            "by": author_name(row.by),
            "metric": metric_name(row.metric.key, reader.definitions),
            "day": full_day(reader.organisation.today(row.at), language=reader.language),
            "reason": row.reason or _("no reason was given"),
        }
        yield Finding(FindingKind.DEFINITION_CHANGED, text, "recorded")


def _market_shifted(key: str, numbers: GoalNumbers) -> Iterator[Finding]:
    """Where all teams moved at once: no effort of any of them explains it."""
    definition = numbers.reader.definitions[key]
    if definition.unit is not MetricUnit.COUNT or not numbers.grows(key):
        return
    events, hours = numbers.by_team(key)
    found = market_shift(events=events, exposure=hours)
    if found is None:
        return
    text = _(
        "The last three months brought %(change)s per working hour for the median of %(teams)s teams, "
        "%(same)s of them the same way; up to %(usual)s would be usual. No team's effort explains that."
    ) % {
        "change": _change(found.change),
        "teams": found.teams,
        "same": found.same_way,
        "usual": _change(found.usual),
    }
    yield Finding(FindingKind.MARKET_SHIFTED, text, "tested")


def _in_a_row(key: str, numbers: GoalNumbers) -> Iterator[Finding]:
    """Months that all surpassed their targets by a fifth, or all missed them."""
    attainments = numbers.attainments(key)
    if (above := surpassed(attainments=attainments)) is not None:
        text = _("The last %(n)s months all had an attainment of %(least)s or more.") % {
            "n": above.length,
            "least": quantities.percent(above.nearest, digits=0),
        }
        yield Finding(FindingKind.REACHED_EARLY, text, "arithmetic")
    if (below := missed(attainments=attainments)) is not None:
        text = _("The last %(n)s months all missed their targets; the best attainment was %(best)s.") % {
            "n": below.length,
            "best": quantities.percent(below.nearest, digits=0),
        }
        yield Finding(FindingKind.OUT_OF_REACH, text, "arithmetic")


def _team_changed(numbers: GoalNumbers, target: Target) -> Iterator[Finding]:
    newest = target.revisions.order_by("at", "pk").last()
    if newest is None:
        return
    reader = numbers.reader
    day = reader.organisation.today(newest.at)
    before = numbers.weekly_hours(Period(day - AROUND, day + AROUND))
    now = numbers.weekly_hours(Period(reader.today - AROUND, reader.today + AROUND))
    change = team_changed(hours=now, hours_before=before)
    if change is not None:
        text = _("The team has %(now)s working hours a week, %(change)s since the target was set on %(day)s.") % {
            "now": f"{now:,.0f}",
            "change": _change(change),
            "day": full_day(day, language=reader.language),
        }
        yield Finding(FindingKind.TEAM_CHANGED, text, "arithmetic")


def _change(ratio: float) -> str:
    return quantities.growth(ratio, digits=0)


def _short(value: float, key: str, numbers: GoalNumbers) -> str:
    unit = numbers.reader.unit(numbers.reader.definitions[key])
    return quantities.short(quantities.as_pace(value, unit), unit, language=numbers.reader.language)
