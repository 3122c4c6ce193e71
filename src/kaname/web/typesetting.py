"""Documents as PDF, set by Typst with the Japanese font that is installed with it: no network, no fonts of the machine.

A document's source is ours alone. What people wrote reaches it as `data`, never as markup: a text of "#read(...)" or
"*bold*" is printed as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder
from pylopdf_fonts_cjk import sans_path

FONT = "Noto Sans JP"
PRELUDE = f"""#let data = json(bytes(sys.inputs.data))
#set text(font: "{FONT}", lang: data.at("language", default: "ja"), fallback: true)
"""


def pdf_of(source: str, *, data: Mapping[str, Any], at: datetime | None = None) -> bytes:
    """The document as PDF, the same bytes for the same source, data and moment.

    Parameters
    ----------
    source : str
        Typst markup. It finds what it shows in the variable `data`; pictures as text of an SVG in there
        (`image(bytes(data.chart))`).
    data : mapping
        What can be written as JSON; dates and decimals become text. "language" is that of the text (hyphenation,
        punctuation), Japanese where it is missing.
    at : datetime, optional
        The moment that the file states as its creation; without one it states none that changes (1970).

    Raises
    ------
    typst.TypstError
        If the source is not valid; a mistake of ours, never of what people wrote.
    """
    inputs = {"data": json.dumps(dict(data), cls=DjangoJSONEncoder)}
    made = typst.compile(
        (PRELUDE + source).encode(),
        root=str(sans_path().parent),
        font_paths=_fonts(),  # type: ignore[type-var]  # it takes both, and says so in its documentation only
        sys_inputs=inputs,
        timestamp=int(at.timestamp()) if at else 0,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """The fonts, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(sans_path().parent)])
