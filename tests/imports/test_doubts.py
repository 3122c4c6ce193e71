"""What the check page says against an import, and what it says of columns and values that pass by."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from imports.test_journey import answer_mapping, form_of, upload

from kaname.imports.models import ImportRun
from kaname.web.store import facts

HEADER = "商談ID,商談名,商談所有者,フェーズ,受注日,金額,備考"
FIRST, WEEK = date(2017, 3, 1), 7


def deals(count, *, start=0, since=FIRST, stage="受注"):
    """Deals that were won on the days of a week."""
    days = (since + timedelta(days=number % WEEK) for number in range(count))
    rows = [f"D{start + n},案件{start + n},Ben,{stage},{day},{n + 1}00,{n}番" for n, day in enumerate(days)]
    return "\n".join([HEADER, *rows]) + "\n"


def checked(client, run, source="crm", **changes):
    """The check page after the mapping was answered, as text."""
    url = reverse("imports:mapping", args=[run.pk])
    answer = client.post(url, form_of(client.get(url), source=source, do="next", **changes))
    assert answer.status_code == 302, answer.content.decode()
    return page_of(client, run)


def page_of(client, run):
    html = client.get(reverse("imports:check", args=[run.pk])).content.decode()
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def imported(admin, known, django_capture_on_commit_callbacks):
    """Thirty deals are in."""
    run, _ = upload(admin, deals(30))
    answer_mapping(admin, run)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("imports:start", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, run.loaded) == ("done", 30)
    return run


def test_it_says_nothing_against_a_first_import_and_a_corrected_one(admin, imported):
    run, _ = upload(admin, deals(30).replace("00,", "50,"))
    page = page_of(admin, run)
    run.refresh_from_db()

    assert run.trial["result"]["replaced"] == 30
    assert "alert-warning" not in page
    assert ImportRun.objects.first().trial["doubts"] == []


def test_it_warns_before_the_button_when_records_were_identified_by_something_else(admin, imported):
    run, _ = upload(admin, deals(30))
    page = checked(admin, run, **{"f0-id": "1"})

    assert "was identified by 商談ID, now it is by 商談名" in page
    assert page.index("was identified by") < page.index("Import now")


def test_it_says_so_in_japanese(admin, dai, imported):
    dai.user.language = "ja"
    dai.user.save()
    run, _ = upload(admin, deals(30))
    page = checked(admin, run, **{"f0-id": "1"})

    assert "crmの前回の取り込みでは「商談の動き」を 商談ID で識別していましたが、今回は 商談名 で識別するため" in page


def test_facts_that_replace_one_another_in_the_file_are_not_taken_for_known_ones(admin, imported):
    run, _ = upload(admin, deals(30) + deals(10).split("\n", 1)[1])
    page = checked(admin, run, **{"f0-id": "1"})

    assert "crm already has 30 facts of these days, and yet 30 of the 40 facts in this file would be new" in page


def test_it_does_not_warn_of_another_source_or_of_facts_that_are_gone(admin, imported):
    run, _ = upload(admin, deals(30))
    assert "was identified by" not in checked(admin, run, source="other", **{"f0-id": "1"})

    facts().delete(source="crm")
    assert "was identified by" not in checked(admin, run, **{"f0-id": "1"})


def test_it_does_not_warn_of_a_further_fact_of_the_kind(admin, imported):
    run, _ = upload(admin, deals(30))
    run.mapping["facts"].append({**run.mapping["facts"][0], "id": ["商談ID", {"value": "again"}]})
    run.save()

    assert "was identified by" not in checked(admin, run)


def test_it_warns_when_all_is_new_on_days_that_are_known(admin, imported):
    run, _ = upload(admin, deals(30, start=100))

    assert "crm already has 30 facts of these days, and yet 30 of the 30 facts in this file would be new" in page_of(
        admin, run
    )


@pytest.mark.parametrize(
    "more",
    [
        deals(30, start=100, since=FIRST + timedelta(days=WEEK)),
        deals(19, start=100),
        deals(60, start=20),
        deals(90, start=90),
    ],
    ids=["the week after", "few", "some are known", "more than there were"],
)
def test_it_does_not_warn_of_what_is_new_by_right(admin, imported, more):
    run, _ = upload(admin, more)

    assert "would be new" not in page_of(admin, run)


def test_it_counts_facts_that_replace_one_another_in_the_file(admin, known):
    run, _ = upload(admin, deals(30))
    page = checked(admin, run, **{"f0-id": "4"})

    assert f"{30 - WEEK} facts cannot be told apart from another one in the file" in page


def test_it_shows_what_identifies_a_record_and_which_columns_are_left_out(admin, known):
    run, _ = upload(admin, deals(30))
    mapping = admin.get(reverse("imports:mapping", args=[run.pk])).content.decode()
    page = checked(admin, run)

    assert "Not imported: 商談名 · 備考." in mapping
    assert "<dt>What identifies a record</dt><dd>商談ID</dd>" in re.sub(r"> <", "><", page)
    assert "<dt>Columns that are not imported</dt><dd>商談名 · 備考</dd>" in page


def test_it_lists_values_that_are_kept_as_they_are(admin, known):
    run, _ = upload(admin, deals(30) + "D98,x,Ben,謎の段階,2017-03-01,1,\nD99,x,Ben,謎の段階,2017-03-01,1,\n")
    page = checked(admin, run)

    assert "<li>謎の段階 (2)</li>" in page
    assert "<li>受注" not in page
    run.mapping["facts"][0]["stage"] = {"column": "フェーズ", "map": {"受注": "won", "謎の段階": "mystery"}}
    run.save()
    assert "謎の段階 (2)" not in checked(admin, run)


def test_it_names_values_whose_rows_are_left_out(admin, known):
    run, _ = upload(admin, deals(30))
    run.mapping["facts"][0]["skip_when"] = {"フェーズ": ["試験", "取消"]}
    run.save()

    assert "<dt>Rows with these values are left out</dt><dd>フェーズ: 試験 · 取消</dd>" in checked(admin, run)


def test_it_warns_on_the_mapping_page_when_rows_cannot_be_told_apart(admin, known):
    run, _ = upload(admin, "フェーズ,受注日,金額\n受注,2017-03-01,100\n受注,2017-03-01,200\n失注,2017-03-02,300\n")
    page = admin.get(reverse("imports:mapping", args=[run.pk])).content.decode()

    assert run.mapping["facts"][0]["id"] == ["受注日"]
    assert "Rows cannot be told apart reliably: of the first 3 rows, 1 looks like another one" in page


def test_it_counts_nothing_twice_when_the_same_file_with_a_blank_identity_comes_again(
    admin, known, django_capture_on_commit_callbacks
):
    for expected in ((29, 0), (0, 29)):
        run, _ = upload(admin, deals(30).replace("\nD7,", "\n,"))
        answer_mapping(admin, run)
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(reverse("imports:start", args=[run.pk]))
        run.refresh_from_db()
        assert (run.loaded, run.unchanged, run.rejected) == (*expected, 1)


@pytest.mark.parametrize(("language", "word"), [("en", "Continue"), ("ja", "続きから再開")])
def test_it_offers_to_continue_a_draft(admin, dai, known, language, word):
    dai.user.language = language
    dai.user.save()
    run, _ = upload(admin, deals(3))

    assert f'<a href="{run.get_absolute_url()}">{word}</a>' in admin.get(reverse("imports:list")).content.decode()
