"""Where a realistic range comes from, in whole sentences."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaname.goals.kpi_tree.ranges import ScaledRange
from kaname.goals.kpi_tree.scaling import Treatment
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.measures.realistic_range import RangeSource
from kaname.web.formats.quantities import as_pace, percent, short
from kaname.web.formats.units import Unit


def range_text(low: float | None, high: float | None, unit: Unit, *, language: str) -> str:
    """From P10 to P90 with the unit once: 270–508 deals; nothing where it is not known."""
    if low is None or high is None:
        return ""
    bare = replace(unit, counter="")
    ends = {
        "low": short(as_pace(low, unit), bare, language=language),
        "high": short(as_pace(high, unit), unit, language=language),
    }
    return pgettext("a range of values", "%(low)s–%(high)s") % ends


def range_words(one: ScaledRange | None, *, reader: Reader, compared: Period) -> tuple[str, ...]:
    """Whose months it is from, and how months became the goal's period where that is not plain."""
    if one is None:
        return ()
    return tuple(text for text in (_source(one), _scaled(one, reader, compared)) if text)


def range_notes(one: ScaledRange | None, *, reader: Reader, compared: Period) -> tuple[str, ...]:
    """Only what is not plain about it: other teams' months, too few of them, months that do not add up."""
    plain = one is not None and one.found.source is RangeSource.OWN
    return range_words(one, reader=reader, compared=compared)[1 if plain else 0 :]


def _source(one: ScaledRange) -> str:
    found = one.found
    match found.source:
        case RangeSource.OWN:
            return ngettext("From %(n)d month of its own.", "From %(n)d months of its own.", found.n) % {"n": found.n}
        case RangeSource.COMPARABLE:
            return ngettext(
                "From %(n)d month of the teams beside it: the team is new to this number.",
                "From %(n)d months of the teams beside it: the team is new to this number.",
                found.n,
            ) % {"n": found.n}
    return ngettext(
        "Too little is known: %(n)d more whole month is needed.",
        "Too little is known: %(n)d more whole months are needed.",
        found.needed,
    ) % {"n": found.needed}


def _scaled(one: ScaledRange, reader: Reader, compared: Period) -> str:
    scaling = one.scaling
    name = period_name(compared, calendar=reader.calendar, language=reader.language)
    params = {"period": name, "share": percent(scaling.factor)}
    if scaling.treatment in (Treatment.WITH_TIME, Treatment.LEVEL) or one.found.source is None:
        return ""
    if scaling.factor is None:
        return _("%(period)s has no facts that say what months come to in the whole period.") % params
    if scaling.treatment is Treatment.AS_BEFORE:
        return (
            _("Does not follow from its months alone: %(period)s as a whole came to %(share)s of their mean.") % params
        )
    if scaling.by_hours:
        return (
            _("Each is counted once over the period: %(period)s as a whole came to %(share)s of the sum of its months.")
            % params
        )
    return (
        _("Divided by what is counted once over the period: %(period)s as a whole came to %(share)s of its months.")
        % params
    )
