"""The pace bar: how much of the target is reached, and where it should be today."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaname.measures.status import Status
from kaname.web.components.pills import status_kind, status_word
from kaname.web.formats.quantities import percent


def pace_bar(
    *, attainment: float | None, expected: float | None = None, status: Status | str = Status.NO_TARGET, size: str = ""
) -> SafeString:
    """A bar from nothing to the target.

    Parameters
    ----------
    attainment : float or None
        Reached share of the target, 0 or more; above 1 the bar is full, in the colour of success, and a mark shows
        where the target was. None draws an empty bar.
    expected : float or None
        Share of the target that should be reached by now; None draws no tick.
    size : str
        "lg" for the large bar of a headline.
    """
    reached = max(0.0, attainment or 0.0)
    scale = max(1.0, reached)
    kind = "ahead" if reached >= 1 and status_kind(status) not in ("off", "risk") else status_kind(status)
    tick = format_html('<b style="--at:{}%"></b>', share(expected, scale)) if expected is not None else ""
    goal = format_html('<u style="--at:{}%"></u>', share(1.0, scale)) if scale > 1 else ""
    return format_html(
        '<div class="k-bar {} {}" role="img" aria-label="{}"><i style="--fill:{}%"></i>{}{}</div>',
        kind, size, spoken(attainment=attainment, expected=expected, status=status), share(reached, scale), tick, goal,
    )  # fmt: skip


def share(value: float, scale: float) -> str:
    """A position on the bar in percent, inside of it."""
    return f"{100 * min(1.0, max(0.0, value / scale)):.1f}"


def spoken(*, attainment: float | None, expected: float | None, status: Status | str) -> str:
    """What the bar shows, in words."""
    words = {"status": status_word(status), "attainment": percent(attainment), "expected": percent(expected)}
    if attainment is None:
        return words["status"]
    if expected is None:
        return _("%(attainment)s of the target. %(status)s") % words
    return _("%(attainment)s of the target, %(expected)s expected by now. %(status)s") % words
