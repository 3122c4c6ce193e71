"""The KPI check: one card per KPI with what speaks for changing it, and the decision with its reason."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.authors import author_name
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.goals.words import metric_name
from kaname.people.models import Team
from kaname.reviews.access import person_of
from kaname.reviews.adjusting.deciding import LONGEST_REASON, decide_check
from kaname.reviews.adjusting.finding import Finding, KpiLook
from kaname.reviews.adjusting.findings import findings_for
from kaname.reviews.daily.people import team_on
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Kind
from kaname.reviews.models import KpiCheck, Outcome, ReviewMeeting, Series
from kaname.reviews.models.kpi_check import KpiCheckQuerySet
from kaname.web.choices import Choice, with_query
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

CHECKS_SHOWN = 20


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("It stays readable on the goal's page."),
    )
    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.HiddenInput)


@require_safe
@for_reader
def adjusting(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The KPIs of a team whose numbers the reader sees, their own team's until another is chosen."""
    return _page(request, reader, _asked_team(request, reader))


@require_POST
@for_reader
def check_decision(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Keeps the decision; what is to be revised or replaced goes on to the form for it, with the reason."""
    visible = Kpi.objects.current().filter(goal__in=Goal.objects.visible_in(reader.scope))
    kpi = get_object_or_404(visible.select_related("goal__team", "team"), pk=pk)
    if not reader.may_set(team=kpi.goal.team, person=None):
        raise Http404
    team = kpi.team or kpi.goal.team
    looks = findings_for(team, reader=reader)
    look = next((one for one in looks if one.kpi.pk == kpi.pk), None)
    form = DecisionForm(request.POST)
    if look is not None and form.is_valid():
        outcome, reason = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reason"]
        if outcome is Outcome.DROP and reason.strip() and "sure" not in request.POST:
            context = {"look": look, "reason": reason, "meeting": request.POST.get("meeting", ""), "team": team}
            return render(request, "reviews/adjusting_drop.html", context)
        try:
            decide_check(
                kpi,
                outcome=outcome,
                reason=reason,
                findings=look.findings,
                team=team,
                meeting=_meeting(request, reader),
                reader=reader,
            )
            messages.success(request, _("The decision is written down, with its reason."))
            return redirect(_onward(outcome, look, reason, team))
        except ReviewsError as error:
            form.add_error("reason", str(error))
    return _page(request, reader, team, refused={pk: form})


@require_safe
@for_reader
def checks_table(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """Every decision about KPIs of goals that the reader sees."""
    header = [_("Decided at"), _("KPI"), _("Team"), _("Decision"), _("Why"), _("By"), _("Findings")]
    rows = (_row(check, reader) for check in _checks(reader))
    return table_response(pgettext("name of a file", "KPI checks"), header, rows, form=request.GET.get("form"))


def _page(
    request: SignedInRequest, reader: Reader, team: Team | None, *, refused: dict[int, DecisionForm] | None = None
) -> HttpResponse:
    forms_by_kpi = refused or {}
    looks = findings_for(team, reader=reader)
    context: dict[str, Any] = {
        "reader": reader,
        "team": team,
        "cards": [(look, forms_by_kpi.get(look.kpi.pk) or _form(look)) for look in looks],
        "n_findings": sum(1 for look in looks if look.findings),
        "outcomes": Outcome.choices,
        "teams": _teams(request, reader, team),
        "checks": [
            (check, _metric(check, reader), author_name(check.by), [Finding.from_dict(one) for one in check.findings])
            for check in _checks(reader).filter(kpi__in=_of_page(looks, team))[:CHECKS_SHOWN]
        ],
        "monthly": Series.objects.visible_to(reader.user, on=reader.today)
        .running()
        .filter(kind=Kind.MONTHLY, team=team)
        .first(),
        "series_url": f"{reverse('reviews:series_new')}?kind=monthly",
        "meeting": request.GET.get("meeting", ""),
    }
    return render(request, "reviews/adjusting.html", context, status=422 if refused else 200)


def _of_page(looks: list[KpiLook], team: Team | None) -> list[int]:
    """The KPIs shown, and those that the team has given up."""
    given_up = Kpi.objects.filter(checks__team=team).values_list("pk", flat=True)
    return [*(look.kpi.pk for look in looks), *given_up]


def _form(look: KpiLook) -> DecisionForm:
    return DecisionForm(auto_id=f"id_check_{look.kpi.pk}_%s")


def _asked_team(request: SignedInRequest, reader: Reader) -> Team | None:
    """None is the organisation, whose numbers only who sees everything looks at."""
    if key := request.GET.get("team"):
        return get_object_or_404(Team.objects.visible_to(reader.user, on=reader.today), key=key)
    if reader.scope.everything:
        return None
    own = person_of(reader)
    team = None if own is None else team_on(own, day=reader.today)
    if team is None:
        raise Http404
    return team


def _teams(request: SignedInRequest, reader: Reader, team: Team | None) -> list[Choice]:
    visible = Team.objects.active().visible_to(reader.user, on=reader.today)
    choices = [Choice(one.name, with_query(request, team=one.key), current=one == team) for one in visible]
    if reader.scope.everything:
        choices.insert(0, Choice(reader.organisation.name, reverse("reviews:adjusting"), current=team is None))
    return choices


def _meeting(request: SignedInRequest, reader: Reader) -> ReviewMeeting | None:
    """The review in which it is decided, where the page was opened from one."""
    asked = request.POST.get("meeting", "")
    if not asked.isdecimal():
        return None
    return ReviewMeeting.objects.visible_to(reader.user, on=reader.today).filter(pk=int(asked)).first()


def _onward(outcome: Outcome, look: KpiLook, reason: str, team: Team | None) -> str:
    back = reverse("reviews:adjusting") + (f"?{urlencode({'team': team.key})}" if team else "")
    if outcome is Outcome.REVISE and look.target_id is not None:
        return (
            f"{reverse('goals:target_revisions', args=[look.target_id])}?{urlencode({'reason': reason, 'next': back})}"
        )
    if outcome in {Outcome.REVISE, Outcome.REPLACE}:
        return reverse("goals:goal_kpis", args=[look.kpi.goal.key])
    return back


def _checks(reader: Reader) -> KpiCheckQuerySet:
    return KpiCheck.objects.visible_in(reader.scope).select_related("kpi__goal", "team", "by__person")


def _metric(check: KpiCheck, reader: Reader) -> str:
    return metric_name(check.kpi.metric_key, {key: known.definition for key, known in reader.metrics.items()})


def _row(check: KpiCheck, reader: Reader) -> list[object]:
    return [
        check.at.astimezone(reader.organisation.zone),
        _metric(check, reader),
        check.team.name if check.team else reader.organisation.name,
        check.get_outcome_display(),
        check.reason,
        author_name(check.by),
        "\n".join(one["text"] for one in check.findings),
    ]
