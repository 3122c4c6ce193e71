"""Components that need nothing of the request."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kaname.measures.status import Status
from kaname.web.charts.chart import Chart
from kaname.web.charts.heat_maps import HeatMap
from kaname.web.choices import Choice
from kaname.web.components import badges, icons, pace, pills, sparklines
from kaname.web.components.fields import controls, shape
from kaname.web.templatetags.kaname_formats import language

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return icons.icon(name, str(label))


@register.simple_tag
def pill(status: Status | str) -> SafeString:
    return pills.status_pill(status)


@register.simple_tag
def tag(text: str, kind: str = "neutral", shape: str | None = None) -> SafeString:
    return pills.word_pill(text, kind, shape)


@register.simple_tag
def pace_bar(
    attainment: float | None,
    expected: float | None = None,
    status: Status | str = Status.NO_TARGET,
    size: str = "",
) -> SafeString:
    return pace.pace_bar(attainment=attainment, expected=expected, status=status, size=size)


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str) -> SafeString:
    return sparklines.sparkline(values, label)


@register.simple_tag
def ago(instant: datetime, now: datetime) -> SafeString:
    return badges.ago(instant, now=now, language=language())


@register.simple_tag
def stale_badge(loaded_at: datetime | None, now: datetime) -> SafeString | str:
    return badges.stale_badge(loaded_at, now=now, language=language())


@register.simple_tag
def progress(done: float, total: float | None, label: str) -> SafeString:
    return badges.progress_bar(done, total, label)


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """Label, control, help and errors of one field, tied together for screen readers."""
    return {"field": bound, "control": controls(bound), "shape": shape(bound)}


@register.inclusion_tag("web/components/fields.html")
def fields(form: BaseForm) -> dict[str, object]:
    """All of a form, with what is wrong on top."""
    return {"form": form}


@register.inclusion_tag("web/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    return {"form": form}


@register.inclusion_tag("web/components/menu.html")
def menu(label: str, choices: Sequence[Choice]) -> dict[str, object]:
    """A drop-down of links."""
    return {"label": label, "choices": choices}


@register.inclusion_tag("web/components/stepper.html")
def stepper(previous: str, next: str, label: str, choices: Sequence[Choice]) -> dict[str, object]:  # noqa: A002
    """A menu between two arrows: the period before and the one after; an empty address draws no arrow."""
    return {"previous": previous, "next": next, "label": label, "choices": choices}


@register.inclusion_tag("web/components/chart.html")
def chart(chart: Chart) -> dict[str, object]:
    """The chart with its table; without JavaScript the table stands open."""
    return {"chart": chart}


@register.inclusion_tag("web/components/heat_map.html")
def heat_map(heat: HeatMap) -> dict[str, object]:
    return {"heat": heat}


@register.inclusion_tag("web/components/csv_link.html")
def csv_link(url: str) -> dict[str, object]:
    """A table as CSV and as an Excel workbook: the same address with `form=xlsx`."""
    return {"url": url, "excel_url": f"{url}{'&' if '?' in url else '?'}form=xlsx"}


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "info") -> str:
    """What will be here, why it helps, and the first step."""
    return render_to_string("web/components/empty_state.html", {"title": title, "icon": icon, "content": content})
