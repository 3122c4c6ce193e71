"""The font of slides: named for Japanese text as well, which has a font of its own in Office files."""

from __future__ import annotations

from typing import Any

from pptx.oxml.xmlchemy import OxmlElement

JAPANESE = "Yu Gothic"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def set_font(run: Any) -> None:
    """Of one run of text."""
    run.font.name = JAPANESE
    _east_asian(run._r.get_or_add_rPr())


def set_chart_font(chart: Any) -> None:
    """Of everything that a chart writes."""
    chart.font.name = JAPANESE
    _east_asian(chart.font._rPr)


def _east_asian(properties: Any) -> None:
    """The element for Japanese text stands right after the one for Latin text."""
    for old in properties.findall(f"{{{DRAWING}}}ea"):
        properties.remove(old)
    own: Any = OxmlElement("a:ea")
    own.set("typeface", JAPANESE)
    properties.find(f"{{{DRAWING}}}latin").addnext(own)
