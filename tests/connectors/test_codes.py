"""Every code that is raised is listed with the params that it is raised with, and every listed code is raised."""

import ast
import pickle
import string
from pathlib import Path

import pytest

import kaname.connectors
from kaname.connectors.codes import CODES, FILE_CODES, MAPPING_CODES, REJECT_CODES, sentence
from kaname.connectors.error import ConnectorError

SOURCES = sorted(Path(kaname.connectors.__path__[0]).rglob("*.py"))


def raised():
    """Yield (file, class, code, params) for every ConnectorError and UnreadableError with a code written out."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                code = node.args[0]
                if node.func.id in {"ConnectorError", "UnreadableError"} and isinstance(code, ast.Constant):
                    params = {keyword.arg for keyword in node.keywords} - {"permanent"}
                    yield path.name, node.func.id, code.value, params


def written():
    """Return every text in the sources."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES if path.name != "codes.py"]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@pytest.mark.parametrize(("where", "kind", "code", "params"), list(raised()))
def test_what_is_raised_is_listed(where, kind, code, params):
    listed = REJECT_CODES if kind == "UnreadableError" else FILE_CODES | MAPPING_CODES
    assert code in listed, where
    assert params == set(listed[code].params), where


@pytest.mark.parametrize("code", CODES)
def test_what_is_listed_is_raised_and_says_its_params(code):
    assert code in written()
    named = {name for _, name, _, _ in string.Formatter().parse(CODES[code].text) if name}
    assert named <= set(CODES[code].params)
    assert sentence(code=code, params=dict.fromkeys(CODES[code].params, "x"))


def test_no_code_means_two_things():
    assert len(CODES) == len(REJECT_CODES) + len(FILE_CODES) + len(MAPPING_CODES)


def test_an_error_survives_being_sent_to_another_process():
    error = ConnectorError("sheet_unknown", permanent=False, sheet="4月", sheets=("5月", "6月"))
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.params, again.permanent, str(again)) == (error.code, error.params, False, str(error))
    assert str(error) == "There is no sheet 4月; there are 5月, 6月."
