"""Proposing another value of a target, deciding about it, and finding proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import MESSAGES
from kaname.goals.forms.figures import FiguresForm
from kaname.goals.models.target_proposal import TargetProposalQuerySet
from kaname.goals.proposal_lines import STATES, State
from kaname.goals.setting import LONGEST_REASON
from kaname.measures.direction import Direction

ACCEPT, DECLINE = "accept", "decline"
ALL = "all"


class ProposalForm(FiguresForm):
    """What the target should be instead, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Whoever decides reads it, and it stays in the history of the target."),
    )

    def __init__(self, *args: Any, metric: MetricDefinition, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.currency = metric, currency
        self.fields["value"].label = _("Your proposal")
        del self.fields["baseline"]
        if metric.direction is not Direction.RANGE:
            del self.fields["upper"]

    def clean(self) -> dict[str, Any]:
        return self.read_figures(super().clean() or {}, metric=self.metric, currency=self.currency)


class DecisionForm(forms.Form):
    """Yes or no, with an answer; `seen` is the newest revision that the person looked at."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed to decline. Whoever proposed it reads it."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (DECLINE, DECLINE)])

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == ACCEPT)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == DECLINE and not data.get("answer"):
            self.add_error("answer", MESSAGES["answer_needed"])
        return data


class ProposalFilter(forms.Form):
    """Which proposals a list shows: open ones unless something else is asked for, of one target or of all."""

    state = forms.ChoiceField(label=_("State"), required=False)
    target = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**63 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("" if state is State.OPEN else state.value, name()) for state, name in STATES.items()]
        self.fields["state"].choices = [*states, (ALL, pgettext("state of proposals", "All"))]  # type: ignore[attr-defined]

    def apply(self, proposals: TargetProposalQuerySet) -> TargetProposalQuerySet:
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("target") is not None:
            proposals = proposals.filter(target=chosen["target"])
        narrowed = {
            State.ACCEPTED.value: proposals.accepted,
            State.DECLINED.value: proposals.declined,
            State.WITHDRAWN.value: proposals.withdrawn,
            ALL: proposals.all,
        }
        return narrowed.get(chosen.get("state") or "", proposals.open)()

    @property
    def filters(self) -> bool:
        """Whether anything else than all open ones is shown."""
        return bool(self.data.get("state") or self.data.get("target"))
