"""Files that come part by part through the page."""

import pytest
from django.urls import reverse
from imports.pipeline import text

from kaname.imports.models import ImportRun


def begin(client, name="pipeline.csv", size=None):
    answer = client.post(
        reverse("imports:begin"), {"name": name, "size": len(text().encode()) if size is None else size}
    )
    assert answer.status_code == 201
    return answer.json()["parts"]


def send(client, parts, data, offset):
    return client.post(f"{parts}?offset={offset}", data, content_type="application/octet-stream")


def test_it_goes_on_to_the_columns_when_the_last_part_is_here(admin, known):
    data = text().encode()
    parts = begin(admin)
    assert send(admin, parts, data[:100], 0).json() == {"received": 100}
    last = send(admin, parts, data[100:], 100).json()

    run = ImportRun.objects.get()
    assert last["next"] == reverse("imports:file", args=[run.pk])
    assert [column["name"] for column in run.shape["columns"]][:2] == ["opportunity_id", "sales_agent"]


def test_it_says_how_much_is_here_after_a_break(admin, known):
    parts = begin(admin)
    send(admin, parts, text().encode()[:100], 0)

    assert admin.get(parts).json() == {"received": 100}
    assert send(admin, parts, b"x", 150).status_code == 409
    page = admin.get(ImportRun.objects.get().get_absolute_url(), follow=True).content.decode()
    assert f'data-parts="{parts}"' in page


def test_it_takes_no_more_than_was_announced(admin, known):
    parts = begin(admin, size=10)

    assert send(admin, parts, b"12345678901", 0).status_code == 409


@pytest.mark.parametrize("data", [{}, {"name": "a.csv"}, {"name": "a.csv", "size": "much"}])
def test_it_wants_name_and_size(admin, known, data):
    assert admin.post(reverse("imports:begin"), data).status_code == 422


def test_it_asks_for_a_file(admin, known):
    assert admin.post(reverse("imports:new")).status_code == 422
