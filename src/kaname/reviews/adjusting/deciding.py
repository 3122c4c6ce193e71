"""Deciding about a KPI that was looked at; the reason stays readable on the goal's page."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from kaname.goals.decisions import record
from kaname.goals.kpis.choosing import remove_kpi
from kaname.goals.models import GoalChange, Kpi
from kaname.goals.reader import Reader
from kaname.people.models import Team
from kaname.reviews.adjusting.finding import Finding
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import KpiCheck, Outcome, ReviewMeeting

LONGEST_REASON = 500


@transaction.atomic
def decide_check(
    kpi: Kpi,
    *,
    outcome: Outcome,
    reason: str,
    findings: Iterable[Finding],
    reader: Reader,
    team: Team | None = None,
    meeting: ReviewMeeting | None = None,
) -> KpiCheck:
    """Write the decision down, here and in the goal's history; a KPI that is dropped is given up at once.

    Raises
    ------
    ReviewsError
        check_not_yours, check_reason_needed, check_kpi_given_up or text_too_long.
    """
    if not reader.may_set(team=kpi.goal.team, person=None):
        raise ReviewsError("check_not_yours")
    said = _sound(reason)
    kpi = Kpi.objects.select_for_update(of=("self",)).select_related("goal__team", "team").get(pk=kpi.pk)
    if kpi.removed_at is not None:
        raise ReviewsError("check_kpi_given_up")
    seen = list(findings)
    change = record(
        kpi.goal,
        GoalChange.Kind.KPI_CHECKED,
        by=reader.user,
        at=reader.at,
        reason=said,
        metric=kpi.metric_key,
        team=team.key if team else None,
        outcome=outcome.value,
        findings=[one.kind.value for one in seen],
    )
    if outcome is Outcome.DROP:
        remove_kpi(kpi, by=reader.user, at=reader.at, reason=said)
    return KpiCheck.objects.create(
        kpi=kpi,
        team=team,
        findings=[one.as_dict() for one in seen],
        outcome=outcome,
        reason=said,
        change=change,
        meeting=meeting,
        by=reader.user,
        at=reader.at,
    )


def _sound(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise ReviewsError("check_reason_needed")
    if len(said) > LONGEST_REASON:
        raise ReviewsError("text_too_long", limit=LONGEST_REASON)
    return said
