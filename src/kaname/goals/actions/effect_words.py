"""Whether an initiative helped, in words: what changed, against what, how sure, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.actions.effect import Found
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.direction import Direction
from kaname.measures.effect import CONFIDENCE, Against, Effect, EffectGrade
from kaname.web.formats.quantities import percent, points, short, signed
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class EffectWords:
    """`verdict` answers whether it helped, as far as that can be said; `grade` is a word, `look` its colour."""

    verdict: str
    sentence: str
    detail: str
    grade: str
    look: str


def effect_words(found: Found | None, *, reader: Reader) -> EffectWords:
    if found is None:
        return EffectWords(_too_early(), _("The first week is not over yet."), "", _("too little data"), "neutral")
    if found.effect is None:
        text = _("Of this number the facts cannot say it: an effect is measured in counts, and in shares of counts.")
        return EffectWords(_too_early(), text, "", _("too little data"), "neutral")
    words = _Words(found.effect, found, reader)
    return EffectWords(words.verdict, words.sentence, words.detail, *words.grade)


def _too_early() -> str:
    return _("Whether it helped cannot be said yet.")


@dataclass(frozen=True)
class _Words:
    effect: Effect
    found: Found
    reader: Reader

    @property
    def unit(self) -> Unit:
        return self.reader.unit(self.found.metric)

    def value(self, number: float | None) -> str:
        """A number a week has a decimal where it is small."""
        if number is not None and self.unit.kind == "count":
            number = round(number, 1 if abs(number) < 100 else 0)
        return short(number, self.unit, language=self.reader.language)

    def difference(self, number: float) -> str:
        if self.unit.kind == "ratio":
            return points(number)
        return signed(round(number, 1), replace(self.unit, counter=""), language=self.reader.language)

    @property
    def verdict(self) -> str:
        """In the direction that is wanted: where that is a range, up and down are neither good nor bad."""
        effect, direction = self.effect, self.found.metric.direction
        if effect.grade is EffectGrade.TOO_LITTLE_DATA:
            return _too_early()
        if not effect.is_sure or effect.size is None:
            return _("No effect can be seen so far.")
        if direction is Direction.RANGE:
            return _("The number has moved since; whether that is wanted, the range says.")
        better = (effect.size > 0) == (direction is Direction.HIGHER)
        if effect.grade is EffectGrade.TESTED:
            return _("It probably helped.") if better else _("It probably did not help: the others did better.")
        if better:
            return _("It went better than expected since then; something else may be the cause.")
        return _("It went worse than expected since then; something else may be the cause.")

    @property
    def sentence(self) -> str:
        effect, params = self.effect, {"metric": name_of(self.found.metric.name)}
        if effect.before is None or effect.after is None:
            return _("%(metric)s: there is not enough before or after the start to compare.") % params
        params |= {"before": self.value(effect.before), "after": self.value(effect.after)}
        if effect.against is Against.FORECAST:
            return self._against_forecast(params)
        changed = (
            _("%(metric)s: %(before)s before, %(after)s since.")
            if self.unit.kind == "ratio"
            else _("%(metric)s a week: %(before)s before, in as much working time as since; %(after)s since.")
        ) % params
        if effect.size is None or effect.low is None or effect.high is None:
            return changed
        return changed + " " + self._against()

    def _against_forecast(self, params: dict[str, str]) -> str:
        """Of months, whatever the metric: also of amounts and means."""
        effect = self.effect
        if effect.size is None or effect.low is None or effect.high is None:
            return _("%(metric)s in a month: %(before)s before, %(after)s since.") % params
        params |= {"expected": self.value(effect.expected), "size": self.difference(effect.size)}
        params |= {"low": self.difference(effect.low), "high": self.difference(effect.high)}
        text = _(
            "%(metric)s in a month: %(after)s since; without it, %(expected)s were to be expected from the months "
            "before. That is %(size)s (80%% interval %(low)s to %(high)s)."
        )
        return text % params

    def _against(self) -> str:
        effect = self.effect
        assert effect.size is not None and effect.low is not None and effect.high is not None  # noqa: S101, PT018
        params = {
            "size": self.difference(effect.size),
            "low": self.difference(effect.low),
            "high": self.difference(effect.high),
            "sure": percent(CONFIDENCE, digits=0),
        }
        match effect.against:
            case Against.PEERS:
                text = _("That is %(size)s against what comparable teams did (%(sure)s interval %(low)s to %(high)s).")
            case Against.YEAR_AGO:
                text = _("That is %(size)s against the change a year before (%(sure)s interval %(low)s to %(high)s).")
            case _:
                text = _("That is %(size)s against how it usually moves (%(sure)s interval %(low)s to %(high)s).")
        return text % params

    @property
    def detail(self) -> str:
        effect = self.effect
        if effect.against is Against.FORECAST:
            return self._months()
        parts = [
            _("%(before)s weeks before and %(after)s since the start.")
            % {"before": effect.n_before, "after": effect.n_after}
        ]
        if effect.against is Against.PEERS and effect.n_compared:
            text = ngettext("%(n)s comparable team.", "%(n)s comparable teams.", effect.n_compared)
            parts.append(text % {"n": effect.n_compared})
        if effect.pre_trend_differs:
            parts.append(_("Before the start it moved otherwise than those teams, so that this is no test."))
        if effect.grade is EffectGrade.TOO_LITTLE_DATA:
            parts += self._needed()
        return " ".join(parts)

    def _months(self) -> str:
        """What the forecast was made of, and what it lacks."""
        effect, needed = self.effect, self.effect.needed
        counts = {"before": effect.n_before, "after": effect.n_after}
        parts = [_("%(before)s months before and %(after)s since the start.") % counts]
        if effect.grade is EffectGrade.TOO_LITTLE_DATA:
            if needed.after:
                parts.append(_("A whole month has to be over."))
            if needed.before:
                text = ngettext(
                    "%(n)s more month before it is needed.", "%(n)s more months before it are needed.", needed.before
                )
                parts.append(text % {"n": needed.before})
            if needed.after is None:
                parts.append(_("The months vary too much for the forecast to show an effect."))
        return " ".join(parts)

    def _needed(self) -> list[str]:
        needed = self.effect.needed
        found = []
        if needed.after:
            text = ngettext("About %(n)s more week would tell.", "About %(n)s more weeks would tell.", needed.after)
            found.append(text % {"n": needed.after})
        if needed.after is None:
            found.append(_("More weeks alone would not tell: the numbers vary too much, or are too few."))
        if needed.before:
            text = ngettext(
                "Facts of %(n)s more week before the start would help.",
                "Facts of %(n)s more weeks before the start would help.",
                needed.before,
            )
            found.append(text % {"n": needed.before})
        return found

    @property
    def grade(self) -> tuple[str, str]:
        match self.effect.grade:
            case EffectGrade.TESTED:
                return _("tested"), "ahead"
            case EffectGrade.CORRELATED:
                return _("correlated"), "ontrack"
        return _("too little data"), "neutral"
