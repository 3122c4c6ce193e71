"""Runs that wait, stop, fail, start over, and go on after the server's end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from imports.pipeline import MAPPING, N_FACTS, N_ROWS, ROWS, text

from kaname.connectors.mapping.mapping import Mapping
from kaname.imports import keeping, operations, uploads, watch
from kaname.imports.intake import Intake
from kaname.imports.models import ImportRun, Source
from kaname.imports.rejects import RejectsFile, rejects_path
from kaname.web.store import facts

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def waiting(known, dai):
    """An import that waits for its worker."""
    path = uploads.new_path("pipeline.csv")
    path.write_text(text((ROWS[0].replace("1000", "much"), *ROWS[1:])))
    return ImportRun.objects.create(
        origin=ImportRun.Origin.PAGE,
        status=ImportRun.Status.QUEUED,
        source=Source.objects.create(key="crm"),
        file_name="pipeline.csv",
        file_path=str(path),
        mapping=Mapping.from_yaml(MAPPING).to_dict(),
        by=dai.user,
        created_at=AT,
    )


def counts(run):
    return run.rows_read, run.loaded, run.replaced, run.unchanged, run.rejected


def test_it_writes_down_what_became_of_it(waiting):
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert (waiting.status, *counts(waiting)) == ("done", N_ROWS, N_FACTS - 2, 0, 0, 1)
    assert waiting.bytes_done == waiting.bytes_total == Path(waiting.file_path).stat().st_size
    assert Path(waiting.rejects_path).exists()
    assert waiting.finished_at >= AT


def test_it_gives_reasons_in_the_language_of_whoever_started_it(waiting, dai):
    dai.user.language = "ja"
    dai.user.save()
    operations.run_import(ImportRun.objects.get(), at=AT)

    waiting.refresh_from_db()
    assert "数値" in Path(waiting.rejects_path).read_text(encoding="utf-8-sig")


def test_it_does_nothing_when_it_is_run_twice(waiting):
    operations.run_import(waiting, at=AT)
    revision = facts().revision
    operations.run_import(waiting, at=AT + timedelta(hours=1))

    waiting.refresh_from_db()
    assert facts().revision == revision
    assert waiting.finished_at < AT + timedelta(minutes=1)


def test_it_starts_over_when_the_server_ended_before_the_commit(waiting):
    waiting.claim(at=AT)
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert (waiting.status, *counts(waiting)) == ("done", N_ROWS, N_FACTS - 2, 0, 0, 1)


def test_it_only_counts_again_when_the_server_ended_after_the_commit(waiting):
    waiting.claim(at=AT)
    with RejectsFile(rejects_path(waiting.batch_id), labels={}) as rejects:
        mapping = Mapping.from_dict(waiting.mapping)
        intake = Intake(Path(waiting.file_path), mapping=mapping, zone=UTC, rejects=rejects)
        records = intake.records(on_chunk=lambda _: None)
        facts().load(source="crm", batch_id=waiting.batch_id, records=records, at=AT)
    revision = facts().revision
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert facts().revision == revision
    assert (waiting.status, *counts(waiting)) == ("done", N_ROWS, N_FACTS - 2, 0, 0, 1)
    assert Path(waiting.rejects_path).exists()


def test_it_is_given_up_when_the_server_ended_every_time(waiting):
    for _ in range(2):
        waiting.claim(at=AT)
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.error_code) == ("failed", "server_stopped")
    assert facts().census() == []


def test_it_stops_when_somebody_asks_and_loads_nothing(waiting, monkeypatch):
    monkeypatch.setattr(watch, "EVERY", 0)
    operations.run_import(waiting, at=AT, progress=lambda done, total: waiting.ask_to_stop(at=AT))

    waiting.refresh_from_db()
    assert waiting.status == "cancelled"
    assert facts().census() == []


def test_it_is_cancelled_at_once_while_it_waits(admin, waiting):
    admin.post(reverse("imports:stop", args=[waiting.pk]))
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert waiting.status == "cancelled"
    assert facts().census() == []


def test_it_can_be_tried_again_after_it_failed(admin, waiting, django_capture_on_commit_callbacks):
    path = Path(waiting.file_path)
    good = path.read_text()
    path.write_text("nothing,like,it\n1,2,3\n")
    operations.run_import(waiting, at=AT)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error_code) == ("failed", "column_unknown")
    page = admin.get(waiting.get_absolute_url()).content.decode()
    assert "There is no column" in page

    path.write_text(good)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("imports:try_again", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.status == "done"


def test_it_can_be_imported_again_with_another_meaning(admin, waiting):
    operations.run_import(waiting, at=AT)
    waiting.refresh_from_db()
    answer = admin.post(reverse("imports:start_over", args=[waiting.pk]))
    draft = ImportRun.objects.exclude(pk=waiting.pk).get()

    assert answer.url == reverse("imports:mapping", args=[draft.pk])
    assert draft.mapping["facts"] == waiting.mapping["facts"]
    assert draft.batch_id != waiting.batch_id
    assert draft.file_path != waiting.file_path


def test_it_shows_how_far_it_is(admin, waiting):
    ImportRun.objects.filter(pk=waiting.pk).update(status="running", bytes_done=500, bytes_total=1000, rows_read=4321)
    page = admin.get(waiting.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "4,321" in page
    assert "50" in page
    assert 'hx-trigger="every 1s"' in page
    assert "<html" not in page


def test_it_hands_out_the_rejected_rows(admin, waiting):
    operations.run_import(waiting, at=AT)
    answer = admin.get(reverse("imports:rejects", args=[waiting.pk]))

    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"]


def test_it_says_when_a_worker_cannot_find_the_file(waiting):
    Path(waiting.file_path).unlink()
    operations.run_import(waiting, at=AT)

    waiting.refresh_from_db()
    assert waiting.status == "failed"
    assert waiting.error_code in {"file_gone", "file_unreadable"}


def test_it_lets_go_of_files_whose_time_is_over(waiting):
    operations.run_import(waiting, at=AT)
    waiting.refresh_from_db()
    file, rejects = Path(waiting.file_path), Path(waiting.rejects_path)

    keeping.let_go(at=AT + uploads.KEPT_FOR - timedelta(days=1))
    assert file.exists()
    keeping.let_go(at=AT + uploads.KEPT_FOR + timedelta(days=1))
    assert not file.exists()
    assert not rejects.exists()
    assert ImportRun.objects.get().status == "done"


def test_it_never_removes_a_file_that_a_command_imported(known, tmp_path):
    theirs = tmp_path / "pipeline.csv"
    theirs.write_text(text())
    operations.import_file(theirs, MAPPING, at=AT)
    keeping.let_go(at=AT + timedelta(days=400))

    assert theirs.exists()


def test_it_marks_a_command_that_was_killed(waiting):
    waiting.claim(at=AT)
    assert keeping.give_up_interrupted(at=AT) == 0
    ImportRun.objects.update(origin=ImportRun.Origin.COMMAND)

    assert keeping.give_up_interrupted(at=AT) == 1
    assert ImportRun.objects.get().error_code == "process_stopped"


@pytest.mark.parametrize("name", ["list", "new", "unknown", "sources", "deletions", "deletion_new", "sample"])
@pytest.mark.parametrize("who", ["aiko", "ben", "emi"])
def test_it_does_not_exist_for_who_is_no_administrator(sign_in, request, known, who, name):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(reverse(f"imports:{name}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("run", "get"),
        ("upload", "get"),
        ("parts", "get"),
        ("file", "get"),
        ("mapping", "get"),
        ("mapping_file", "get"),
        ("check", "get"),
        ("check_names", "get"),
        ("rejects", "get"),
        ("draft_delete", "get"),
        ("start", "post"),
        ("stop", "post"),
        ("try_again", "post"),
        ("start_over", "post"),
        ("checks", "post"),
        ("check_stop", "post"),
    ],
)
def test_it_hides_a_run_from_who_is_no_administrator(sign_in, waiting, aiko, name, method):
    client = sign_in(aiko)

    assert getattr(client, method)(reverse(f"imports:{name}", args=[waiting.pk])).status_code == 404


def test_it_asks_strangers_to_sign_in(client, known):
    answer = client.get(reverse("imports:list"))

    assert answer.status_code == 302
    assert "login" in answer.url


def test_it_lists_runs_with_few_queries(admin, waiting, django_assert_max_num_queries):
    for number in range(20):
        waiting.pk, waiting.batch_id = None, f"b{number}"
        waiting.save()
    with django_assert_max_num_queries(12):
        admin.get(reverse("imports:list"))
