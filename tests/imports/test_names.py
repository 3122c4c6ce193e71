"""Names that stand for nobody: matched or created, before or after the import."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from imports.pipeline import MAPPING, ROWS, text

from kaname.facts.evaluate import evaluate
from kaname.goals.queries import definitions
from kaname.imports.models import ImportRun
from kaname.imports.naming import PERSON, Name, labels, with_likely
from kaname.imports.operations import import_file
from kaname.measures.periods import FiscalCalendar
from kaname.people.models import Alias, Person

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def imported(known, tmp_path):
    path = tmp_path / "pipeline.csv"
    path.write_text(text([row.replace(",Ben,", ",B. Tanaka,").replace(",Chie,", ",Gonzo,") for row in ROWS]))
    import_file(path, MAPPING, at=AT)
    return known


def won(store, **where):
    result = evaluate(
        store,
        definitions=definitions(),
        keys=["deals_won"],
        since=date(2017, 1, 1),
        until=date(2018, 1, 1),
        calendar=FiscalCalendar(),
        where={key: [value] for key, value in where.items()},
    )
    return result.value("deals_won")


def form(*names, **more):
    """A form with a line for each (kind, source, ref, target)."""
    kinds, sources, refs, targets = zip(*names, strict=True)
    return {"kind": kinds, "name_source": sources, "ref": refs, "target": targets, **more}


def test_it_counts_for_the_organisation_meanwhile(imported):
    assert (won(imported), won(imported, person="ben")) == (3, 0)


def test_it_lists_them_with_their_facts(admin, imported):
    page = admin.get(reverse("imports:unknown")).content.decode()

    assert "B. Tanaka" in page
    assert "Gonzo" in page
    listed = admin.get(reverse("imports:list")).content.decode()
    assert reverse("imports:unknown") in listed


def test_it_attributes_the_facts_as_soon_as_a_name_is_matched(admin, imported):
    names = form(("person", "crm", "B. Tanaka", "Ben"), ("person", "crm", "Gonzo", ""))
    admin.post(reverse("imports:names"), names)

    assert (won(imported, person="ben"), won(imported, team="east")) == (2, 2)
    assert [name.ref for name in imported.unmatched()] == ["Gonzo"]


def test_it_creates_somebody_in_a_team(admin, imported):
    names = form(("person", "crm", "Gonzo", ""), create=["person|crm|Gonzo"], new_team="west")
    admin.post(reverse("imports:names"), names)

    assert Person.objects.filter(name="Gonzo").exists()
    assert won(imported, team="west") == 1


def test_it_creates_all_that_are_left_open(admin, imported):
    names = form(("person", "crm", "B. Tanaka", "Ben"), ("person", "crm", "Gonzo", ""), do="all")
    admin.post(reverse("imports:names"), names)

    assert imported.unmatched() == []
    assert Alias.objects.get(ref="B. Tanaka").person.key == "ben"
    assert Person.objects.filter(name="Gonzo").count() == 1


def test_it_says_when_nobody_has_the_name_that_was_typed(admin, imported):
    answer = admin.post(
        reverse("imports:names"), form(("person", "crm", "Gonzo", "Nobody")), follow=True
    ).content.decode()

    assert "Nobody is called Nobody" in answer
    assert len(imported.unmatched()) == 2


def test_it_matches_before_the_import_too(admin, known):
    content = text([row.replace(",Ben,", ",B. Tanaka,") for row in ROWS]).encode()
    admin.post(reverse("imports:new"), {"file": SimpleUploadedFile("pipeline.csv", content)})
    run = ImportRun.objects.get()
    admin.post(reverse("imports:mapping", args=[run.pk]), {"do": "yaml", "yaml": MAPPING})
    admin.post(reverse("imports:checks", args=[run.pk]))
    url = reverse("imports:check_names", args=[run.pk])
    assert "B. Tanaka" in admin.get(url).content.decode()
    admin.post(reverse("imports:names"), form(("person", "crm", "B. Tanaka", "Ben"), draft=run.pk))

    assert "B. Tanaka" not in admin.get(url).content.decode()


def test_it_tells_two_of_one_name_apart_in_the_list(known, ben):
    Person.objects.create(key="ben2", name="Ben", email="ben2@example.com")

    assert {"Ben (ben@example.com)", "Ben (ben2@example.com)"} <= set(labels(PERSON))


def test_it_suggests_a_name_that_is_much_alike():
    assert [
        name.perhaps for name in with_likely([Name("crm", "ベン田中様"), Name("crm", "x")], known=["ベン 田中"])
    ] == [
        "ベン 田中",
        "",
    ]


@pytest.mark.parametrize("who", ["aiko", "ben"])
def test_it_is_for_administrators(sign_in, request, imported, who):
    client = sign_in(request.getfixturevalue(who))

    assert client.post(reverse("imports:names"), form(("person", "crm", "Gonzo", "Ben"))).status_code == 404
