"""Every code has a sentence, in both languages."""

import pytest
from django.utils import translation

from kaname.connectors.codes import CODES
from kaname.connectors.error import ConnectorError
from kaname.facts.errors import FactsError
from kaname.imports.reasons import SENTENCES, reason, sentence


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_has_a_sentence_for_every_code_of_the_connectors(code, language):
    params = {
        name: ["a", "b"] if name in {"columns", "samples", "listed"} else f"<{name}>" for name in CODES[code].params
    }
    with translation.override(language):
        text = reason(code=code, params=params)

    assert text
    assert text != code
    assert "{" not in text
    for name in set(CODES[code].params) - {"orders"}:
        assert params[name] if isinstance(params[name], list) else f"<{name}>" in text


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_it_speaks_japanese(code):
    with translation.override("en"):
        english = str(SENTENCES[code])
    with translation.override("ja"):
        assert str(SENTENCES[code]) != english


def test_it_leaves_out_a_suggestion_that_there_is_not():
    params = {"column": "amout", "columns": ("amount", "day"), "suggestion": ""}
    with translation.override("en"):
        assert "did you mean" not in reason(code="column_unknown", params=params)
        assert "amount, day" in reason(code="column_unknown", params=params)


def test_it_says_orders_of_dates_in_words():
    with translation.override("ja"):
        assert "日/月/年" in reason(code="date_order", params={"order": "dmy"})


def test_it_lets_an_error_without_a_sentence_speak_for_itself():
    error = FactsError("engine", "The fact store could not do this: disk full.", reason="disk full")

    assert sentence(error) == "The fact store could not do this: disk full."
    with translation.override("en"):
        assert sentence(ConnectorError("file_empty")).startswith("The file holds no rows.")
