"""Ten rows broken in ten ways come back with ten clear reasons, and the good rows are in."""

import csv
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from imports.pipeline import HEADER, MAPPING, ROWS

from kaname.imports.models import ImportRun
from kaname.imports.operations import import_file

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)
GOOD = "B{n},Ben,Basic,Acme,Won,2017-01-10,2017-01-31,1000"
BROKEN = {
    "B0,Ben,Basic,Acme,Won,2017-01-10,2017-01-31": "",
    "B1,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,1000,more": "",
    ",Ben,Basic,Acme,Won,2017-01-10,2017-01-31,1000": "opportunity_id",
    "B3,Ben,Basic,Acme,Won,2017-02-30,2017-03-31,1000": "engage_date",
    "B4,Ben,Basic,Acme,Won,2017-01-10,soon,1000": "close_date",
    "B5,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,much": "close_value",
    "B6,Ben,Basic,Acme,Perhaps,2017-01-10,2017-01-31,1000": "deal_stage",
    "B7,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,#N/A": "close_value",
    "B8,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,123456789012345678": "close_value",
    "B9,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,50%": "close_value",
}


def content():
    return "\n".join([HEADER, *ROWS, *BROKEN]) + "\n"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_gives_each_its_own_reason(known, tmp_path, language):
    path = tmp_path / "broken.csv"
    path.write_text(content())
    with translation.override(language):
        result = import_file(path, MAPPING, at=AT)

    assert (result.read, result.rejected, result.loaded) == (len(ROWS) + 10, 10, 9)
    rows = list(csv.reader(result.rejects_file.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [int(row[0]) for row in rows] == list(range(2 + len(ROWS), 12 + len(ROWS)))
    assert [row[1] for row in rows if row[1] in HEADER] == [column for column in BROKEN.values() if column]
    assert [row[4:] for row in rows] == [broken.split(",") for broken in BROKEN]
    reasons = [row[3].partition(": ")[2] for row in rows]
    assert len(set(reasons)) == 10
    assert all(len(reason) > 15 for reason in reasons)


def test_it_shows_them_on_the_page_before_anything_is_imported(admin, known):
    admin.post(reverse("imports:new"), {"file": SimpleUploadedFile("broken.csv", content().encode())})
    run = ImportRun.objects.get()
    admin.post(reverse("imports:mapping", args=[run.pk]), {"do": "yaml", "yaml": MAPPING})
    admin.post(reverse("imports:checks", args=[run.pk]))
    page = admin.get(reverse("imports:check", args=[run.pk])).content.decode()

    for word in ("2017-02-30", "soon", "much", "Perhaps", "#N/A", "123456789012345678", "50%"):
        assert f"<code>{word}</code>" in page
