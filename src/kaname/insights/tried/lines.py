"""What was tried as pages show it: one line each, in the reader's words and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.actions.effect import Begun, Found
from kaname.goals.actions.effect_words import EffectWords, effect_words
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.models import TriedEffect, TriedKind, TriedVerdict
from kaname.insights.tried.judging import disagree, from_json
from kaname.measures.effect import Against, Effect, EffectGrade
from kaname.people.models import Person, Team
from kaname.web.formats.periods import day_name
from kaname.web.formats.quantities import growth, points, short, signed

LOOKS = {
    TriedVerdict.HELPED: "ahead",
    TriedVerdict.HARMED: "risk",
    TriedVerdict.NONE: "neutral",
    TriedVerdict.MOVED: "ontrack",
    TriedVerdict.UNKNOWN: "neutral",
}


@dataclass(frozen=True)
class TriedLine:
    """`who` is empty for readers who do not lead the team; `words` say how the effect comes about, `answer` whether it
    helped by both ways to compare."""

    row: TriedEffect
    name: str
    metric: str
    owner: str
    since: str
    until: str
    verdict: str
    answer: str
    look: str
    size: str
    interval: str
    relative: str
    against: str
    words: EffectWords
    beside: EffectWords | None
    who: str

    @property
    def url(self) -> str:
        return reverse("insights:tried_one", args=[self.row.pk])

    @property
    def kind(self) -> str:
        return str(TriedKind(self.row.kind).label)


def lines_of(rows: Iterable[TriedEffect], reader: Reader) -> list[TriedLine]:
    """Teams and people are read once for all."""
    found = list(rows)
    teams = dict(Team.objects.values_list("key", "name"))
    users = {one.by_id for one in found}
    people = dict(Person.objects.filter(user__in=users).values_list("user_id", "name")) if users - {None} else {}
    return [_line(row, teams, people, reader) for row in found]


def _line(row: TriedEffect, teams: Mapping[str, str], people: Mapping[int, str], reader: Reader) -> TriedLine:
    metric = definition_of(row.metric_key, reader)
    effect = from_json(row.effect)
    beside = from_json(row.beside)
    words = words_of(row, effect, metric, reader)
    return TriedLine(
        row=row,
        name=name_of_row(row, metric, reader),
        metric=metric_name(row.metric_key, _all(reader)),
        owner=teams.get(row.team_key, row.team_key) or reader.organisation.name or _("Whole organisation"),
        since=day_name(row.starts_on, language=reader.language, today=reader.today),
        until=day_name(row.ends_on, language=reader.language, today=reader.today) if row.ends_on else _("running"),
        verdict=verdict_words(row, effect, beside),
        answer=_answer() if disagree(effect, beside) else words.verdict,
        look="neutral" if disagree(effect, beside) else LOOKS[TriedVerdict(row.verdict)],
        size=difference(effect.size, metric, reader) if effect and metric else "",
        interval=interval_of(effect, metric, reader),
        relative=growth(row.relative, digits=0) if row.relative is not None else "",
        against=against_words(effect),
        words=words,
        beside=words_of(row, beside, metric, reader) if beside else None,
        who=people.get(row.by_id or 0, "") if leads(row, reader) else "",
    )


def verdict_words(row: TriedEffect, effect: Effect | None, beside: Effect | None) -> str:
    """As sure as its grade: only beside comparable teams something helped, else it may have."""
    verdict = TriedVerdict(row.verdict)
    if disagree(effect, beside):
        return pgettext("what something did", "methods disagree")
    tested = effect is not None and effect.grade is EffectGrade.TESTED
    if verdict is TriedVerdict.HELPED and not tested:
        return pgettext("what something did", "may have helped")
    if verdict is TriedVerdict.HARMED and not tested:
        return pgettext("what something did", "may have harmed")
    return str(verdict.label)


def _answer() -> str:
    return _("The two ways to compare disagree, so whether it helped cannot be said yet.")


def leads(row: TriedEffect, reader: Reader) -> bool:
    """Whether the reader's role needs to know who did it."""
    return reader.scope.everything or row.team_key in reader.scope.managed_team_keys


def words_of(row: TriedEffect, effect: Effect | None, metric: MetricDefinition | None, reader: Reader) -> EffectWords:
    if metric is None or (effect is None and row.effect is None and (reader.today - row.starts_on).days < 7):
        return effect_words(None, reader=reader)
    begun = Begun(row.metric_key, None, row.starts_on, row.ends_on)
    return effect_words(Found(begun, metric, effect), reader=reader)


def name_of_row(row: TriedEffect, metric: MetricDefinition | None, reader: Reader) -> str:
    """An initiative's own, or what was done to a target."""
    if row.kind != TriedKind.TARGET or metric is None:
        return row.name or row.metric_key
    unit = reader.unit(metric)
    values = {end: short(row.details.get(end), unit, language=reader.language) for end in ("old", "new")}
    changed = _("Target changed from %(old)s to %(new)s") % values
    more = int(row.details.get("n", 1)) - 1
    if more <= 0:
        return changed
    text = ngettext("%(change)s, and of %(n)s more period", "%(change)s, and of %(n)s more periods", more)
    return text % {"change": changed, "n": more}


def definition_of(key: str, reader: Reader) -> MetricDefinition | None:
    """Also of metrics that are archived by now."""
    return reader.metrics[key].definition if key in reader.metrics else None


def difference(number: float | None, metric: MetricDefinition, reader: Reader) -> str:
    if number is None:
        return ""
    unit = reader.unit(metric)
    if unit.kind == "ratio":
        return points(number)
    return signed(round(number, 1), replace(unit, counter=""), language=reader.language)


def interval_of(effect: Effect | None, metric: MetricDefinition | None, reader: Reader) -> str:
    if effect is None or metric is None or effect.low is None or effect.high is None:
        return ""
    ends = {"low": difference(effect.low, metric, reader), "high": difference(effect.high, metric, reader)}
    return pgettext("an interval", "%(low)s to %(high)s") % ends


def against_words(effect: Effect | None) -> str:
    """What says how it would have gone without it."""
    if effect is None:
        return ""
    match effect.against:
        case Against.PEERS:
            text = ngettext("%(n)s comparable team", "%(n)s comparable teams", effect.n_compared)
            return text % {"n": effect.n_compared}
        case Against.YEAR_AGO:
            return _("the change a year before")
        case Against.FORECAST:
            return _("the forecast without it")
    return _("its own earlier weeks")


def _all(reader: Reader) -> dict[str, MetricDefinition]:
    return {key: one.definition for key, one in reader.metrics.items()}
