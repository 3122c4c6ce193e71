"""Importing people on the page: hand in, look, take."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaname.people.models import Person

LIST = """氏名,部署,上司,開始日
田中太郎,営業1課,佐藤花子,2026/4/1
鈴木一郎,営業1課,佐藤花子,2026/4/1
,営業1課,,2026/4/1
"""


@pytest.fixture
def hand_in(client, dai):
    client.force_login(dai.user)

    def run(text=LIST, name="名簿.csv", encoding="cp932"):
        return client.post("/settings/people/import/", {"file": SimpleUploadedFile(name, text.encode(encoding))})

    return run


def test_a_file_is_looked_at_before_anything_changes(client, hand_in):
    preview = client.get(hand_in().url)
    page = preview.content.decode()
    assert "名簿.csv" in page
    assert preview.context["form"]["team"].value() == "部署"
    assert (preview.context["result"].created, preview.context["result"].rejected) == (2, 1)
    assert "The name is missing." in page
    assert not Person.objects.filter(name="田中太郎").exists()


def test_taking_it_brings_in_the_good_rows(client, hand_in, facts):
    answer = client.post(hand_in().url)
    assert answer.status_code == 200
    assert set(Person.objects.values_list("name", flat=True)) == {"Dai", "田中太郎", "鈴木一郎", "佐藤花子"}
    assert "田中太郎" in facts.directory.names()["person"].values()
    again = client.get(hand_in().url)
    assert "Nothing would change." in again.content.decode()


def test_columns_can_be_chosen_otherwise(client, hand_in):
    url = hand_in().url.split("?")[0]
    result = client.get(url, {"name": "氏名", "team": "上司"}).context["result"]
    assert result.teams_created == ["佐藤花子"]
    assert result.columns.named() == {"name": "氏名", "team": "上司"}


def test_without_a_name_column_nothing_is_previewed(client, hand_in):
    preview = client.get(hand_in("colour,size\nred,1\n").url)
    assert preview.status_code == 422
    assert preview.context["result"] is None


def test_the_order_of_ambiguous_dates_is_asked(client, hand_in):
    url = hand_in("name,team,since\nKen,East,01-04-2026\n").url
    page = client.get(url).content.decode()
    assert "can be read in several orders" in page
    assert client.get(f"{url}&day_order=dmy").context["result"].created == 1


def test_rejected_rows_come_back_as_a_file(client, hand_in):
    url = hand_in().url.replace("/?", "/rejects/?")
    text = client.get(url).getvalue().decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text))) == [
        {
            "Row": "4",
            "What is wrong": "氏名: The name is missing.",
            "氏名": "",
            "部署": "営業1課",
            "上司": "",
            "開始日": "2026/4/1",
        }
    ]


def test_missing_people_are_shown_before_they_are_deactivated(client, hand_in, ben):
    preview = client.get(f"{hand_in().url}&deactivate_missing=on")
    assert preview.context["result"].deactivated == ["Aiko", "Ben"]
    assert Person.objects.get(key="ben").is_active
    client.post(preview.request["PATH_INFO"] + "?" + preview.request["QUERY_STRING"])
    assert not Person.objects.get(key="ben").is_active


def test_a_file_that_is_no_table_is_refused_in_words(client, hand_in):
    answer = hand_in("%PDF-1.7 nothing", name="list.pdf", encoding="utf-8")
    assert answer.status_code == 422
    assert "neither a text table nor an Excel workbook" in answer.content.decode()


def test_an_unknown_upload_is_not_there(client, dai):
    client.force_login(dai.user)
    for name in ("0" * 32, "..", "x"):
        assert client.get(f"/settings/people/import/{name}/").status_code == 404


def test_a_hostile_file_name_stays_in_its_folder(client, hand_in):
    page = client.get(hand_in(name="../../etc/passwd<b>.csv").url).content.decode()
    assert "<b>.csv" not in page
    assert "passwd" in page
