"""What people can use is documented, in both languages."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kaname.config.cli.app import app
from kaname.facts.metrics.catalogue import catalogue

ROOT = Path(__file__).parents[2]
GUIDE = {language: ROOT / "docs/guide" / language for language in ("en", "ja")}


def commands(group, words: tuple[str, ...] = ("kaname",)):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


@pytest.mark.parametrize("language", GUIDE)
def test_every_command_is_in_the_guide(language):
    text = (GUIDE[language] / "commands.md").read_text(encoding="utf-8")
    assert [name for name in commands(get_command(app)) if f"`{name}" not in text] == []


@pytest.mark.parametrize("language", GUIDE)
def test_every_setting_is_in_the_guide(language):
    source = (ROOT / "src/kaname/config/environment.py").read_text()
    names = {f"KANAME_{name}" for name in re.findall(r'(?:text|words)\("([A-Z_]+)"', source)}
    text = (GUIDE[language] / "settings.md").read_text(encoding="utf-8")
    assert names
    assert sorted(name for name in names if f"`{name}`" not in text) == []


@pytest.mark.parametrize("language", GUIDE)
def test_both_languages_have_the_same_pages(language):
    assert {page.name for page in GUIDE[language].glob("*.md")} == {page.name for page in GUIDE["en"].glob("*.md")}


def test_every_metric_is_documented():
    text = (ROOT / "docs/measures/metrics.md").read_text(encoding="utf-8")
    assert [key for key in catalogue() if f"`{key}`" not in text] == []


def test_every_library_has_its_reason():
    listed = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text()
    block = project.partition("dependencies = [")[2].partition("[project.scripts]")[0]
    names = re.findall(r'^\s+"([A-Za-z0-9-]+)', block, re.MULTILINE)
    assert names
    assert [name for name in names if name.lower() not in listed and not name.startswith("types-")] == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
