"""What is wrong with a file of goals: where, what was expected, and so what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.yaml_reading import YamlText
from kaname.goals.metrics_exchange import WORDS as YAML_WORDS
from kaname.goals.metrics_yaml import Path, YamlUnreadableError

UNREADABLE = {
    "yaml_too_large": gettext_lazy("The file is too large: up to %(detail)s characters can be read. Split it."),
    "yaml_alias": gettext_lazy("Write out in full what %(detail)s stands for."),
    "yaml_tag": gettext_lazy("Tags such as %(detail)s have no meaning here. Write the value without it."),
    "yaml_too_deep": gettext_lazy(
        "More than %(detail)s levels stand within each other here. No file of goals has so many."
    ),
    "yaml_documents": gettext_lazy("A second document begins here. Put it into a file of its own."),
    "yaml_name": gettext_lazy("The name of an entry is a plain text. Here it is a list or a mapping."),
    "yaml_character": gettext_lazy("There is a character that no text has. Remove it."),
}
NUMBER = gettext_lazy("This is a number, written like 120000000 or 0.25.")
WHOLE_NUMBER = gettext_lazy("This is a whole number, written like 3.")
DIGITS = gettext_lazy("This number has too many digits. Round it.")
DAY = gettext_lazy("This is a day, written like 2026-04-01.")
MOMENT = gettext_lazy("This is a moment with its time zone, written like 2026-04-01T09:00:00Z.")
MAPPING = gettext_lazy("This has entries, each written as “name: value” on a line of its own.")
EXPECTED = {
    "missing": gettext_lazy("This is missing. Add it."),
    "extra_forbidden": gettext_lazy("There is no entry of this name here. Correct the name, or remove it."),
    "string_type": gettext_lazy("This is a text. One that looks like a number, a day or yes and no stands in quotes."),
    "string_too_short": gettext_lazy("This cannot be empty."),
    "string_pattern_mismatch": gettext_lazy("A currency has three capital letters, such as JPY."),
    "is_instance_of": NUMBER,
    "decimal_type": NUMBER,
    "float_type": NUMBER,
    "int_type": WHOLE_NUMBER,
    "finite_number": DIGITS,
    "decimal_max_digits": DIGITS,
    "decimal_max_places": DIGITS,
    "decimal_whole_digits": DIGITS,
    "greater_than": gettext_lazy("This is more than %(gt)s."),
    "greater_than_equal": gettext_lazy("This is at least %(ge)s."),
    "less_than_equal": gettext_lazy("This is at most %(le)s."),
    "bool_type": YAML_WORDS["flag_malformed"],
    "date_type": DAY,
    "datetime_type": MOMENT,
    "timezone_aware": MOMENT,
    "list_type": gettext_lazy("This is a list, each of its entries after “- ” on a line of its own."),
    "dict_type": MAPPING,
    "model_type": MAPPING,
    "literal_error": gettext_lazy("This is one of %(expected)s."),
}


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with the part at `path`; `line` counts from 1. str() is a sentence."""

    path: Path
    line: int
    words: str

    @property
    def where(self) -> str:
        """goals[0].csfs[2].effect_low"""
        return written(self.path)

    def __str__(self) -> str:
        params = {"where": self.where, "line": self.line, "problem": self.words}
        if not self.path:
            return _("Line %(line)s: %(problem)s") % params
        return _("%(where)s (line %(line)s): %(problem)s") % params


def written(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def unreadable(error: YamlUnreadableError) -> FileProblem:
    """A text that is no YAML, or more than that."""
    words = UNREADABLE.get(error.code) or YAML_WORDS[error.code]
    return FileProblem((), error.line, str(words) % {"detail": error.detail})


def malformed(error: ValidationError, text: YamlText, *, within: Path = ()) -> Iterator[FileProblem]:
    """Parts that are not what they are called."""
    for one in error.errors(include_url=False, include_input=False):
        path = (*within, *one["loc"])
        yield FileProblem(path, text.line_of(path), _expected(one["type"], one["msg"], one.get("ctx") or {}))


def _expected(kind: str, message: str, params: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(params["error"])
    if kind == "string_too_long":
        return str(GoalsError("text_too_long", limit=params["max_length"]))
    return str(EXPECTED[kind]) % params if kind in EXPECTED else message
