"""Why in words: the part that is clear, where it comes from, and whether others moved alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.insights.changes.names import Names
from kaname.measures.why.cells import Kind
from kaname.measures.why.market import Place
from kaname.measures.why.result import Cause
from kaname.web.formats.quantities import percent

Kept = Mapping[str, Any]
# Below this a part is no explanation; from ALL on it is all of it, from MORE on others work against it so much that
# the change itself says little. [share of the change]
LEAST, ALL, MORE = 0.05, 0.995, 1.25


@dataclass(frozen=True)
class WhyWords:
    """One kept answer, in the words of one metric."""

    metric_key: str
    kept: Kept
    names: Names

    def cause_name(self, cause: str) -> str:
        """What a part is of this metric."""
        match cause:
            case Cause.EFFORT:
                if self.kept["effort"] and self.kept["kind"] == Kind.COUNT:
                    return self.names.metric(self.kept["effort"])
                if self.kept["kind"] == Kind.SUM:
                    return pgettext("part of a change", "Number")
                return pgettext("part of a change", "Working time")
            case Cause.COMPOSITION:
                return pgettext("part of a change", "Mix by %(field)s") % {"field": self.field}
            case Cause.ENTERING_LEAVING:
                return pgettext("part of a change", "Added and gone: %(field)s") % {"field": self.field}
            case Cause.RATE if self.kept["kind"] == Kind.SHARE and len(self.kept["cells"]) > 1:
                return pgettext("part of a change", "%(metric)s within each %(field)s") % {
                    "metric": self.rate_name,
                    "field": self.field,
                }
            case Cause.RATE:
                return self.rate_name
            case _:
                return pgettext("part of a change", "Mean size")

    @property
    def field(self) -> str:
        return self.names.field(self.kept["field"])

    @property
    def rate_name(self) -> str:
        if self.kept["kind"] == Kind.SHARE:
            return self.names.metric(self.metric_key)
        if self.kept["of"]:
            return self.names.metric(self.kept["of"])
        return pgettext("part of a change", "Per working hour")

    @property
    def effort_name(self) -> str:
        """What the effort of the cells is called."""
        effort = self.kept["effort"]
        if effort in self.names.reader.definitions:
            return self.names.metric(effort)
        return pgettext("part of a change", "Number") if effort else pgettext("part of a change", "Working hours")

    @property
    def rate_column(self) -> str:
        if self.kept["kind"] in (Kind.SUM, Kind.MEAN):
            return pgettext("part of a change", "Mean size")
        return self.rate_name

    def sentence(self) -> str:
        """The clear part; or that none is, and what is missing."""
        kept = self.kept
        if any(kept["needed"]):
            return _(
                "There are too few weeks yet to name a cause: %(n)s more are needed. The split is shown as it stands."
            ) % {"n": sum(kept["needed"])}
        if kept["cause"] == Cause.NONE_CLEAR:
            return _("No single part stands out from the ups and downs of the weeks; the split shows how they add up.")
        part = next(one for one in kept["parts"] if one["cause"] == kept["cause"])
        return self._clear(part, kept["cell"])

    def _clear(self, part: Kept, cell: Kept | None) -> str:
        words = {
            "metric": self.names.metric(self.metric_key),
            "part": self.cause_name(part["cause"]),
            "share": share_words(part["share"]),
        }
        if cell is None or not cell["stands_out"] or not self.may_tell(cell["place"]):
            return _("%(part)s explains %(share)s of the change of %(metric)s.") % words
        words |= {"cell": self.cell(cell["place"]), "of_it": share_words(cell["share"])}
        before, after = self._moved(part["cause"], cell)
        if before and len(self.kept["cells"]) > 1:
            words |= {"before": before, "after": after}
            return (
                _(
                    "%(part)s explains %(share)s of the change of %(metric)s, and %(of_it)s of that comes from "
                    "%(cell)s (%(before)s → %(after)s)."
                )
                % words
            )
        return _("%(part)s explains %(share)s of the change of %(metric)s, most of it in %(cell)s.") % words

    def may_tell(self, place: int) -> bool:
        return self.names.may_tell(self.kept["cells"][place], self.kept["field"])

    def cell(self, place: int) -> str:
        return self.names.cell(self.kept["cells"][place], self.kept["field"])

    def _moved(self, cause: str, cell: Kept) -> tuple[str, str]:
        """The cell's own number before and after, where it has a unit that people read."""
        shares = cause == Cause.COMPOSITION or (
            cause == Cause.RATE and (self.kept["kind"] == Kind.SHARE or self.kept["of"])
        )
        if cell["before"] is None or cell["after"] is None:
            return "", ""
        if shares:
            return percent(cell["before"]), percent(cell["after"])
        if cause == Cause.SIZE:
            unit = self.names.unit(self.metric_key)
            return self.names.amount(cell["before"], unit), self.names.amount(cell["after"], unit)
        return "", ""


def share_words(share: float | None) -> str:
    """As much of a change as a part can explain."""
    if share is None:
        return "–"
    if share > ALL:
        return pgettext("share of a change", "all")
    return percent(share, digits=0)


def impact_sentence(kept: Kept, value: str, names: Names) -> str:
    """What the rate of one cell did to the whole organisation's count; nothing where it did not matter."""
    if value not in kept["cells"]:
        return ""
    change = kept["after"] - kept["before"]
    rate = next(part for part in kept["parts"] if part["cause"] == Cause.RATE)
    own = rate["by_cell"][kept["cells"].index(value)] or 0.0
    words = {"metric": names.metric(kept["metric"]), "cell": names.cell(value, kept["field"])}
    if change and LEAST <= own / change <= MORE:
        words["share"] = share_words(own / change)
        if change < 0:
            return _("That explains %(share)s of the fall of %(metric)s in the whole organisation.") % words
        return _("That explains %(share)s of the rise of %(metric)s in the whole organisation.") % words
    unit = names.unit(kept["metric"])
    words |= {"size": names.amount(abs(own), unit), "rest": names.amount(abs(change - own), unit)}
    if own < 0:
        return _("It took %(size)s from %(metric)s of the whole organisation; others made up for %(rest)s.") % words
    return _("It added %(size)s to %(metric)s of the whole organisation; others took %(rest)s away.") % words


def peers_sentence(kept: Kept | None, field: str, names: Names) -> str:
    """Market or local."""
    if not kept:
        return ""
    words = {"n": kept["n_peers"], "field": names.field(field or "team")}
    match kept["place"]:
        case Place.MARKET:
            text = _("Others moved alike (%(field)s: %(n)s compared): it is the market, or something that meets all.")
        case Place.LOCAL:
            text = _("Others did not move (%(field)s: %(n)s compared): the cause lies here.")
        case Place.BOTH:
            text = _("Others moved as well, but less (%(field)s: %(n)s compared): only part of it lies here.")
        case _:
            text = _("Whether others moved alike cannot be said: three with enough data are needed (%(field)s: %(n)s).")
    return text % words


def hours_sentence(kept: Kept | None) -> str:
    """What meetings left of the staffed time; nothing where that hardly moved."""
    if not kept or abs(kept["after"] - kept["before"]) < LEAST:
        return ""
    words = {"before": percent(kept["before"], digits=0), "after": percent(kept["after"], digits=0)}
    if kept["after"] < kept["before"]:
        return _("Meetings took more of the working time: they left %(before)s of it before, %(after)s after.") % words
    return _("Meetings took less of the working time: they left %(before)s of it before, %(after)s after.") % words
