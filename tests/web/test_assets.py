"""Vendored files are what they claim to be, and pages stay light."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import kaname.web

STATIC = Path(kaname.web.__file__).parent / "static/web"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.json").read_text())
TEMPLATES = Path(kaname.web.__file__).parent.parent
WITHOUT_CHARTS_BELOW = 300_000


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["package"])
def test_each_file_is_the_one_that_was_fetched(package):
    for file in package["files"]:
        assert hashlib.sha256((VENDOR / file["file"]).read_bytes()).hexdigest() == file["sha256"], file["file"]


def test_nothing_lies_there_that_the_list_does_not_name():
    named = {file["file"] for package in PACKAGES for file in package["files"]} | {"vendor.json"}
    assert {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} == named


def test_each_package_says_its_licence_and_why_it_is_here():
    assert all(package["licence"] and package["why"] and package["version"] for package in PACKAGES)


def test_a_page_weighs_less_than_300_kb_beside_its_charts():
    loaded = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg", ".woff2"}]
    weights = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in loaded if "echarts" not in path.name}
    assert sum(weights.values()) < WITHOUT_CHARTS_BELOW, weights


def test_templates_use_icons_that_are_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    for template in TEMPLATES.rglob("*.html"):
        used = set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
        assert used <= drawn, f"{template.name} uses {used - drawn}"


def test_templates_hold_no_script_of_their_own():
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), template
        assert not re.search(r"\son[a-z]+=", text), template


def test_our_scripts_hold_no_sentences():
    for script in (STATIC / "js").glob("*.js"):
        code = re.sub(r"//.*|/\*.*?\*/", "", script.read_text())
        quoted = re.findall(r'"([^"\n]*)"', code)
        assert not [text for text in quoted if re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+|[ぁ-ん]", text)], script.name


def test_the_style_sheet_has_each_token_in_both_themes():
    css = (STATIC / "css/kaname.css").read_text()
    blocks = {theme: css.split(f'[data-bs-theme="{theme}"] {{')[1].split("}")[0] for theme in ("light", "dark")}
    light, dark = (set(re.findall(r"(--k-[a-z0-9-]+):", block)) for block in blocks.values())
    assert light == dark


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "hello.css").write_text("body { color: red }")
    return tmp_path


def test_a_file_goes_out_whole_and_is_not_sent_twice(client, collected):
    answer = client.get("/static/hello.css")
    assert answer.content == b"body { color: red }"
    assert not answer.streaming
    assert answer.headers["Content-Type"].startswith("text/css")
    again = client.get("/static/hello.css", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_file_can_be_asked_for(client, collected):
    answer = client.get("/static/hello.css", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"body")
