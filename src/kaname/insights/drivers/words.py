"""Drivers in words: what leads what, by how much, how sure that is, and why something is none."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaname.goals.reader import Reader
from kaname.goals.words import field_name, metric_name, value_name
from kaname.insights.drivers.gathering import OTHER_TEAMS
from kaname.insights.models import Driver, DriverSearch
from kaname.measures.drivers.result import DriverGrade, Per, Reason, Step
from kaname.web.formats.quantities import growth, percent, points, signed

GRADES: dict[str, str] = {DriverGrade.TESTED: "ahead", DriverGrade.CORRELATED: "ontrack"}


def series_name(metric_key: str, field: str, value: str, reader: Reader) -> str:
    """Such as “Visits (channel: search)”, or the kind of working time."""
    if not metric_key:
        kinds = {"hours": _("Working time"), "leave": _("Leave, in hours"), "meetings": _("Meeting hours")}
        return kinds.get(value, value)
    name = metric_name(metric_key, reader.definitions)
    if not field:
        return name
    if field == OTHER_TEAMS:
        return _("%(metric)s of the other teams") % {"metric": name}
    stream = reader.definitions[metric_key].stream or "" if metric_key in reader.definitions else ""
    params = {"metric": name, "field": field_name(stream, field), "value": value_name(stream, field, value)}
    return pgettext("a metric, only its facts with this value", "%(metric)s (%(field)s: %(value)s)") % params


def headline(search: DriverSearch | None, n: int, target: str) -> str:
    """The answer in a sentence."""
    if search is None:
        return _("What drives our goals")
    if search.missing:
        return _("%(target)s: too little history to say what drives it") % {"target": target}
    if not n:
        return _("Nothing was found that leads or moves with %(target)s beyond its tree") % {"target": target}
    text = ngettext("%(n)s series leads or moves with %(target)s", "%(n)s series lead or move with %(target)s", n)
    return text % {"n": n, "target": target}


def lag_words(n: int, step: str) -> str:
    if step == Step.WEEK:
        return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}
    return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}


def sentence(driver: Driver, target: str, step: str, reader: Reader) -> str:
    """“Visits (channel: search)” leads “Appointments” by 9 working days."""
    name = series_name(driver.metric_key, driver.field, driver.value, reader)
    params = {"driver": name, "target": target, "lag": lag_words(driver.lag or 0, step)}
    rises = (driver.size or 0) >= 0
    if not driver.lag:
        if rises:
            return _("“%(driver)s” moves with “%(target)s”.") % params
        return _("“%(driver)s” moves against “%(target)s”: more of the one, less of the other.") % params
    if rises:
        return _("“%(driver)s” leads “%(target)s” by %(lag)s.") % params
    return _("“%(driver)s” leads “%(target)s” by %(lag)s, the other way: more of it, less later.") % params


def evidence(driver: Driver) -> str:
    """Such as “correlated; 3 of 4 held-out quarters”."""
    params = {"grade": grade_word(driver.grade), "n": driver.quarters_agreeing, "all": driver.quarters}
    return _("%(grade)s; %(n)s of %(all)s held-out quarters") % params


def grade_word(grade: str) -> str:
    return _("tested") if grade == DriverGrade.TESTED else _("correlated")


def size_words(driver: Driver, reader: Reader, target_key: str) -> str:
    """How much it goes with, and between what."""
    ends = [_amount(one, driver, reader, target_key) for one in (driver.size, driver.size_low, driver.size_high)]
    params = dict(zip(("size", "low", "high"), ends, strict=True))
    params["target"] = metric_name(target_key, reader.definitions)
    if driver.per == Per.TEN_PERCENT:
        return _("10%% more of it goes with %(size)s of “%(target)s” (80%% interval %(low)s to %(high)s).") % params
    return _("A usual rise of it goes with %(size)s of “%(target)s” (80%% interval %(low)s to %(high)s).") % params


def _amount(value: float | None, driver: Driver, reader: Reader, target_key: str) -> str:
    if value is None:
        return ""
    if driver.is_relative:
        return growth(value)
    metric = reader.definitions.get(target_key)
    if metric is None or reader.unit(metric).kind == "ratio":
        return points(value)
    return signed(round(value, 1), replace(reader.unit(metric), counter=""), language=reader.language)


def details(driver: Driver, step: str, seen: tuple[int, int]) -> list[str]:
    """What else says how sure it is: the lag's interval, half-samples, earlier searches, sample."""
    found = []
    if driver.lag:
        ends = {"low": driver.lag_low, "high": lag_words(driver.lag_high or 0, step)}
        found.append(_("The lag lies between %(low)s and %(high)s (95%% interval).") % ends)
    if driver.frequency is not None:
        share = percent(driver.frequency, digits=0)
        found.append(_("It was among the strongest in %(share)s of random halves of the time.") % {"share": share})
    if seen[1] > 1:
        found.append(_("Found in %(n)s of the last %(all)s searches.") % {"n": seen[0], "all": seen[1]})
    text = ngettext("%(n)s pair of periods was compared.", "%(n)s pairs of periods were compared.", driver.n)
    return [*found, text % {"n": driver.n}]


def refusal(driver: Driver, step: str, reader: Reader) -> str:
    """Why it is no driver, and what would be needed."""
    like = driver.like.split("\t") if driver.like else []
    params = {"like": series_name(like[0], like[1], like[2], reader) if len(like) == 3 else "", "lag": ""}
    match driver.reason:
        case Reason.TOO_SHORT:
            missing = lag_words(driver.missing, step)
            return _("Too short: %(missing)s more of it are needed.") % {"missing": missing}
        case Reason.CONSTANT:
            return _("It never changes.")
        case Reason.CALENDAR:
            return _("Weekdays, holidays, season and working time explain all of it.")
        case Reason.SAME_AS_TARGET:
            return _("It is the same as the number itself.")
        case Reason.SAME_AS_PART:
            return _("It is the same as a part of the tree: %(like)s.") % params
        case Reason.COLLINEAR:
            if params["like"]:
                return _("It tells the same as %(like)s, which tells more.") % params
            return _("It tells the same as another driver, which tells more.")
        case Reason.NOT_HELD_OUT:
            return _("A link was seen before, but not in the last quarter of the time.")
        case Reason.UNSTABLE:
            return _("A link is seen in some stretches of time only.")
    return _("No link beyond what chance brings among so many series.")
