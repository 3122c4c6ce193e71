"""All reports of a team's day on one page, and how the team does its daily reports."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.models import Team
from kaname.reviews.access import person_of
from kaname.reviews.daily.digest import digest_of
from kaname.reviews.daily.people import managed_teams, team_on
from kaname.reviews.forms.daily_forms import RuleForm
from kaname.reviews.models import DailyRule
from kaname.reviews.views.days import day_from
from kaname.web.choices import Choice, with_query
from kaname.web.formats.periods import day_name
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def daily_digest(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Of the reader's own team and today, until something else is asked for."""
    team = _asked_team(request, reader)
    day = day_from(request.GET["day"]) if request.GET.get("day") else reader.today
    digest = digest_of(team, day=day, reader=reader)
    context = {
        "reader": reader,
        "digest": digest,
        "teams": [
            Choice(one.name, with_query(request, team=one.key), current=one == team) for one in managed_teams(reader)
        ],
        "days": [
            Choice(
                day_name(one, language=reader.language), with_query(request, day=one.isoformat()), current=one == day
            )
            for one in (day - timedelta(days=back) for back in range(7))
        ],
        "before": with_query(request, day=(day - timedelta(days=1)).isoformat()),
        "after": with_query(request, day=(day + timedelta(days=1)).isoformat()) if day < reader.today else "",
        "rule_form": RuleForm(initial={"shares_learned": digest.rule.shares_learned, "reminds": digest.rule.reminds}),
    }
    return render(request, "reviews/daily_digest.html", context)


@require_POST
@for_reader
def daily_rule(request: SignedInRequest, reader: Reader, team: str) -> HttpResponse:
    """Who reads what was learned, and whether somebody is reminded."""
    found = get_object_or_404(Team.objects.managed_by(reader.user, on=reader.today), key=team)
    form = RuleForm(request.POST)
    if form.is_valid():
        DailyRule.objects.update_or_create(team=found, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('reviews:daily_digest')}?team={found.key}")


def _asked_team(request: SignedInRequest, reader: Reader) -> Team:
    """Raises Http404 where the address names no team and the reader is in none."""
    if key := request.GET.get("team"):
        return get_object_or_404(Team, key=key)
    own = person_of(reader)
    team = None if own is None else team_on(own, day=reader.today)
    if team is None and reader.scope.managed_team_keys:
        team = Team.objects.active().filter(key__in=reader.scope.managed_team_keys).first()
    return team or get_object_or_404(Team, key="")
