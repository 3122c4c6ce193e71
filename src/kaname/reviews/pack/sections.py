"""What each section of an agenda says of the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.evidence.changes import KpiChange
from kaname.boards.evidence.evidence import Evidence
from kaname.boards.evidence.observation import Observation
from kaname.goals.actions.queries import Adherence, combined
from kaname.goals.authors import author_name
from kaname.goals.models import TargetProposal
from kaname.goals.reader import Reader
from kaname.goals.target_lines import line as target_line
from kaname.goals.words import name_of
from kaname.measures.periods import ONE_DAY, Grain
from kaname.people.models import Team
from kaname.reviews.adjusting.findings import findings_for
from kaname.reviews.pack.pack import Block, Figure, Line
from kaname.web.components.pills import status_kind, status_word
from kaname.web.formats import quantities

KEPT_WELL, KEPT_FAIRLY = 0.9, 0.7
"""From which share of actions done they count as kept, and as nearly kept. [0-1]"""

Fill = Callable[[str, Evidence, Reader], Block]


def went_well(title: str, evidence: Evidence, reader: Reader) -> Block:
    nothing = _("The numbers say nothing yet. What went well that no number knows?")
    return _observed("went_well", title, evidence.went_well, nothing)


def changes(title: str, evidence: Evidence, reader: Reader) -> Block:
    figures = tuple(_figure(one, evidence) for one in evidence.changes)
    nothing = "" if figures else _("There are no KPIs and no targets to look at yet.")
    month = evidence.style.period_name(evidence.month, Grain.MONTH)
    return Block("changes", title, figures=figures, empty=nothing, month=month)


def split(title: str, evidence: Evidence, reader: Reader) -> Block:
    found = evidence.split
    if found is None:
        return Block("split", title, empty=_("There is no KPI tree whose numbers of before are known."))
    url = reverse("goals:goal", args=[found.goal.key])
    return Block("split", title, lines=(Line(found.sentence, url=url),))


def at_risk(title: str, evidence: Evidence, reader: Reader) -> Block:
    return _observed("at_risk", title, evidence.at_risk, _("No KPI is at risk."), look="risk")


def overload(title: str, evidence: Evidence, reader: Reader) -> Block:
    nothing = _("No target asks more than 9 of 10 comparable people ever reached.")
    return _observed("overload", title, evidence.overload, nothing, look="risk")


def adherence(title: str, evidence: Evidence, reader: Reader) -> Block:
    lines = tuple(_kept(evidence.adherence, evidence))
    missing = tuple(
        Line(_("%(kpi)s has no action plan yet.") % {"kpi": name_of(reader.definitions[kpi.metric_key].name)})
        for kpi in evidence.without_plan
        if kpi.metric_key in reader.definitions and (evidence.adherence or evidence.kept is None)
    )
    if not lines and evidence.kept is not None:
        lines = (_share(_("All actions together"), evidence.kept, ""),)
    return Block("adherence", title, lines=(*lines, *missing), empty="" if lines or missing else _("Nothing was due."))


def pending_revisions(title: str, evidence: Evidence, reader: Reader) -> Block:
    lines = tuple(_pending(one, reader) for one in evidence.pending)
    return Block("pending_revisions", title, lines=lines, empty="" if lines else _("No proposal waits for a decision."))


def reconsider(title: str, evidence: Evidence, reader: Reader) -> Block:
    """KPIs that the numbers ask to look at again; a person's are those of the team."""
    key = evidence.subject.team
    team = Team.objects.filter(key=key).first() if key else None
    asked = [] if evidence.subject.person else findings_for(team, reader=reader)
    url = f"{reverse('reviews:adjusting')}?{urlencode({'team': key} if key else {})}"
    lines = tuple(
        Line(f"{look.name}: {found.text}", aside=found.grade_word, look=found.look, word=found.word, url=url)
        for look in asked
        for found in look.findings
    )
    return Block("reconsider", title, lines=lines, empty="" if lines else _("The numbers do not ask for a change."))


FILLED: dict[str, Fill] = {
    "went_well": went_well,
    "changes": changes,
    "split": split,
    "at_risk": at_risk,
    "overload": overload,
    "adherence": adherence,
    "pending_revisions": pending_revisions,
    "reconsider": reconsider,
}


def _observed(source: str, title: str, found: Iterable[Observation], nothing: str, *, look: str = "") -> Block:
    between = pgettext("between sentences", " ")
    lines = tuple(Line(one.text, aside=between.join(one.reliefs), look=look, url=one.url) for one in found)
    return Block(source, title, lines=lines, empty="" if lines else nothing)


def _figure(one: KpiChange, evidence: Evidence) -> Figure:
    style, month = evidence.style, one.month
    status = month.figure.status if month is not None else None
    target = month.figure.target if month is not None else None
    query = {"team": evidence.subject.team, "person": evidence.subject.person}
    named = {key: value for key, value in query.items() if value} or {"of": "organisation"}
    on = (evidence.month.ends_on - ONE_DAY).isoformat()
    return Figure(
        key=one.key,
        name=one.name,
        value=style.short(one.value, one.definition),
        expected=style.pace(one.expected, one.definition),
        difference=_difference(one, evidence),
        month=style.bare(month.figure.actual, one.definition) if month is not None else "",
        target="" if target is None else style.bare(target.value, one.definition),
        look=status_kind(status) if status is not None else "",
        word=status_word(status) if status is not None else "",
        url=f"{reverse('boards:metric', args=[one.key])}?{urlencode({**named, 'on': on})}",
    )


def _difference(one: KpiChange, evidence: Evidence) -> str:
    """Between the two numbers as they are shown, so that nobody reads 43, 52 and −8.5 in one row."""
    unit = evidence.style.bare_unit(one.definition)
    expected = quantities.as_pace(one.expected, unit)
    if one.value is None or expected is None:
        return ""
    return quantities.signed(quantities.as_pace(one.value - expected, unit), unit, language=evidence.style.language)


def _kept(found: Iterable[Adherence], evidence: Evidence) -> Iterator[Line]:
    """One line per action, everybody's together; those that were kept best come first."""
    by_action: dict[int, list[Adherence]] = defaultdict(list)
    for one in found:
        by_action[one.action.pk].append(one)
    shares = [(lines[0].action.name, combined(lines), lines) for lines in by_action.values()]
    for name, share, lines in sorted(shares, key=lambda one: -(one[1] or 0)):
        if share is not None:
            due, kept = sum(one.occurrences for one in lines), sum(one.kept for one in lines)
            yield _share(name, share, _("%(kept)s of %(due)s times") % {"kept": kept, "due": due})


def _share(name: str, share: float, aside: str) -> Line:
    look = "ahead" if share >= KEPT_WELL else "ontrack" if share >= KEPT_FAIRLY else "risk"
    return Line(name, aside=aside, look=look, word=quantities.percent(share, digits=0))


def _pending(proposal: TargetProposal, reader: Reader) -> Line:
    of = target_line(proposal.target, reader)
    text = _("%(by)s proposes %(value)s in place of %(now)s: %(metric)s, %(owner)s, %(period)s") % {
        "by": author_name(proposal.by),
        "value": quantities.short(proposal.value, of.unit, language=reader.language),
        "now": quantities.short(proposal.target.value, of.unit, language=reader.language),
        "metric": of.metric_name,
        "owner": of.owner_name,
        "period": of.period_name,
    }
    return Line(text, aside=proposal.reason, url=reverse("goals:proposal_decision", args=[proposal.pk]))
