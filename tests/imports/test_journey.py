"""A file through the pages: drop, columns, meaning, check, import, result. Background work runs at once in tests."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from imports.pipeline import HEADER, MAPPING, N_FACTS, N_ROWS, ROWS, text, won_by_month

from kaname.facts.evaluate import evaluate
from kaname.goals.queries import definitions
from kaname.imports.models import ImportRun, SavedMapping

JAPANESE = {
    "opportunity_id": "商談ID",
    "sales_agent": "担当者",
    "product": "商品",
    "account": "企業名",
    "deal_stage": "フェーズ",
    "engage_date": "商談開始日",
    "close_date": "受注日",
    "close_value": "受注金額",
}


def upload(client, content, name="pipeline.csv"):
    """Drop a file; the run, and where the page goes."""
    data = content if isinstance(content, bytes) else content.encode()
    answer = client.post(reverse("imports:new"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("pk"), answer.url


def form_of(page, **changes):
    """What a browser would send back for the mapping's form, with changes."""
    html = page.content.decode()
    form = html[html.index('id="mapping"') : html.index("</form>", html.index('id="mapping"'))]
    data = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", form):
        kind, name, value = (attribute(tag, key) for key in ("type", "name", "value"))
        if name and kind not in ("file",) and (kind != "checkbox" or " checked" in tag):
            data.setdefault(name, []).append(value)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', body)
        data.setdefault(name, []).append(chosen[1] if chosen else "")
    data.pop("yaml", None)
    return data | {name: [value] for name, value in changes.items()}


def attribute(tag, name):
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def answer_mapping(client, run, **changes):
    """Take the proposed mapping, with changes, and go on."""
    url = reverse("imports:mapping", args=[run.pk])
    return client.post(url, form_of(client.get(url), source="crm", do="next", **changes))


def won(store):
    from datetime import date

    from kaname.measures.periods import FiscalCalendar, Grain

    result = evaluate(
        store,
        definitions=definitions(),
        keys=["deals_won"],
        since=date(2017, 1, 1),
        until=date(2018, 1, 1),
        calendar=FiscalCalendar(),
        grain=Grain.MONTH,
    )
    return {row["period"].strftime("%Y-%m"): row["value"] for row in result.rows("deals_won") if row["value"]}


def test_it_goes_from_a_dropped_file_to_right_numbers(admin, known, django_capture_on_commit_callbacks):
    run, following = upload(admin, text())
    assert urlsplit(following).path == reverse("imports:file", args=[run.pk])
    assert b"opportunity_id" in admin.get(following).content

    checked = answer_mapping(admin, run)
    assert checked.url == reverse("imports:check", args=[run.pk])
    page = admin.get(checked.url).content.decode()
    assert "Deals won" in page

    with django_capture_on_commit_callbacks(execute=True):
        started = admin.post(reverse("imports:start", args=[run.pk]))
    run.refresh_from_db()
    assert started.url == run.get_absolute_url()
    assert (run.status, run.rows_read, run.loaded, run.rejected) == ("done", N_ROWS, N_FACTS, 0)
    assert won(known) == won_by_month()[0]


def test_it_reads_a_copy_saved_in_japan(admin, known, django_capture_on_commit_callbacks):
    header = ",".join(JAPANESE[name] for name in HEADER.split(","))
    rows = [
        re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1年\2月\3日", row).replace(",Won,", ",受注,").replace(",Lost,", ",失注,")
        for row in ROWS
    ]
    run, _ = upload(admin, text(rows, header).encode("cp932"), name="商談.csv")
    assert run.shape["encoding"].lower().replace("_", "") in {"cp932", "shiftjis"}

    answer_mapping(admin, run)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("imports:start", args=[run.pk]))
    run.refresh_from_db()
    assert (run.status, run.loaded, run.rejected) == ("done", N_FACTS, 0)
    assert won(known) == won_by_month()[0]


def test_it_asks_nothing_again_for_the_next_file_of_the_same_shape(admin, known, django_capture_on_commit_callbacks):
    run, _ = upload(admin, text())
    answer_mapping(admin, run)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("imports:start", args=[run.pk]))

    second, following = upload(admin, text(ROWS[:3]), name="next.csv")
    assert following == reverse("imports:check", args=[second.pk])
    assert second.mapping == SavedMapping.objects.get().mapping
    assert second.trial["result"]["unchanged"] == 6


def test_it_takes_a_mapping_as_yaml_and_gives_it_back(admin, known):
    run, _ = upload(admin, text())
    url = reverse("imports:mapping", args=[run.pk])
    admin.post(url, {"do": "yaml", "yaml": MAPPING})
    run.refresh_from_db()

    assert [fact["id"] for fact in run.mapping["facts"]] == [
        ["opportunity_id", "engaged"],
        ["opportunity_id", "closed"],
    ]
    downloaded = admin.get(reverse("imports:mapping_file", args=[run.pk])).content.decode()
    assert admin.post(url, {"do": "yaml", "yaml": downloaded}).status_code == 302
    before = run.mapping
    run.refresh_from_db()
    assert run.mapping == before


def test_it_keeps_the_mapping_as_it_is_when_the_form_is_only_sent_back(admin, known):
    run, _ = upload(admin, text())
    url = reverse("imports:mapping", args=[run.pk])
    admin.post(url, {"do": "yaml", "yaml": MAPPING})
    run.refresh_from_db()
    before = run.mapping["facts"]
    admin.post(url, form_of(admin.get(url), do="save"))
    run.refresh_from_db()

    assert [list(fact["id"]) for fact in run.mapping["facts"]] == [list(fact["id"]) for fact in before]
    assert [{k: v for k, v in fact.items() if k != "stage"} for fact in run.mapping["facts"]] == [
        {k: v for k, v in fact.items() if k != "stage"} for fact in before
    ]


def test_it_lists_the_values_found_with_a_meaning_for_each(admin, known):
    rows = [row.replace(",Won,", ",受注,").replace(",Lost,", ",失注,") for row in ROWS]
    run, _ = upload(admin, text(rows))
    page = admin.get(reverse("imports:mapping", args=[run.pk])).content.decode()

    for value in ("受注", "失注", "Engaging", "Prospecting"):
        assert f'value="{value}"' in page


def test_it_says_what_is_missing_in_the_mapping(admin, known):
    run, _ = upload(admin, text())
    answer = answer_mapping(admin, run, **{"f0-occurred_at-column": "", "f1-occurred_at-column": ""})

    assert answer.status_code == 422
    assert "occurred_at" in answer.content.decode()


def test_it_keeps_a_draft_until_somebody_goes_on(admin, known):
    run, _ = upload(admin, text())
    answer_mapping(admin, run)

    listed = admin.get(reverse("imports:list")).content.decode()
    assert "pipeline.csv" in listed
    assert admin.get(run.get_absolute_url()).url == reverse("imports:check", args=[run.pk])


def test_it_deletes_a_draft_with_its_file_after_asking(admin, known, data_folder):
    run, _ = upload(admin, text())
    url = reverse("imports:draft_delete", args=[run.pk])
    assert admin.get(url).status_code == 200
    admin.post(url)

    assert not ImportRun.objects.exists()
    assert not list((data_folder / "uploads").iterdir())


def test_it_adds_and_removes_facts_of_a_row(admin, known):
    run, _ = upload(admin, text())
    url = reverse("imports:mapping", args=[run.pk])
    admin.post(url, form_of(admin.get(url), do="add:activities"))
    run.refresh_from_db()
    assert [fact["stream"] for fact in run.mapping["facts"]] == ["deal_changes", "deal_changes", "activities"]
    admin.post(url, form_of(admin.get(url), do="remove:0"))
    run.refresh_from_db()
    assert [fact["stream"] for fact in run.mapping["facts"]] == ["deal_changes", "activities"]


def test_it_says_what_is_wrong_with_a_file_that_is_no_table(admin, known):
    run, following = upload(admin, b"%PDF-1.4 nothing here", name="report.pdf")

    assert following == reverse("imports:file", args=[run.pk])
    page = admin.get(following).content.decode()
    assert "Save it as CSV" in page
    assert run.shape is None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_shows_every_page_of_the_way_in_both_languages(
    admin, dai, known, language, django_capture_on_commit_callbacks
):
    dai.user.language = language
    dai.user.save()
    pages = [reverse("imports:list"), reverse("imports:new"), reverse("imports:sources"), reverse("imports:deletions")]
    run, following = upload(admin, text((*ROWS, "O7,Gonzo,Basic,Cole,Won,2017-02-11,never,700")))
    answers = [admin.get(url) for url in (*pages, following, reverse("imports:mapping", args=[run.pk]))]
    answer_mapping(admin, run)
    answers.append(admin.get(reverse("imports:check", args=[run.pk])))
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("imports:start", args=[run.pk]))
    answers += [admin.get(run.get_absolute_url()), admin.get(reverse("imports:unknown"))]
    answers += [admin.get(reverse("imports:source", args=["crm"])), admin.get(reverse("imports:deletion_new"))]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all(f'<html lang="{language}"' in answer.content.decode() for answer in answers)


def test_it_keeps_what_was_tried_when_the_form_saves_itself_late(admin, known):
    run, _ = upload(admin, text())
    url = reverse("imports:mapping", args=[run.pk])
    form = form_of(admin.get(url), source="crm")
    admin.post(url, form | {"do": "next"})
    admin.post(url, form, headers={"HX-Request": "true"})
    run.refresh_from_db()

    assert run.is_tried
    assert admin.get(reverse("imports:check", args=[run.pk])).status_code == 200


def test_it_wants_a_changed_mapping_to_be_checked_once_more(admin, known):
    run, _ = upload(admin, text())
    answer_mapping(admin, run)
    url = reverse("imports:mapping", args=[run.pk])
    admin.post(url, form_of(admin.get(url), source="other"))
    answer = admin.post(reverse("imports:start", args=[run.pk]))
    run.refresh_from_db()

    assert answer.url == url
    assert run.status == "draft"
