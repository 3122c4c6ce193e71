"""Importing a file, as the command does."""

import csv
from datetime import UTC, date, datetime

import pytest
from imports.pipeline import MAPPING, N_FACTS, N_ROWS, ROWS, text, won_by_month

from kaname.connectors.error import ConnectorError
from kaname.facts.evaluate import evaluate
from kaname.goals.queries import definitions
from kaname.imports.models import ImportRun
from kaname.imports.operations import import_file
from kaname.measures.periods import FiscalCalendar, Grain

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def pipeline(tmp_path):
    path = tmp_path / "pipeline.csv"
    path.write_text(text())
    return path


def run(path, mapping=MAPPING, **options):
    return import_file(path, mapping, at=AT, **options)


def values(store, key, grain=Grain.MONTH):
    result = evaluate(
        store,
        definitions=definitions(),
        keys=[key],
        since=date(2017, 1, 1),
        until=date(2018, 1, 1),
        calendar=FiscalCalendar(),
        grain=grain,
    )
    return {row["period"].strftime("%Y-%m"): row["value"] for row in result.rows(key) if row["value"]}


def test_it_counts_rows_and_facts(known, pipeline):
    result = run(pipeline)

    assert result.as_dict() == {
        "read": N_ROWS,
        "loaded": N_FACTS,
        "replaced": 0,
        "unchanged": 0,
        "rejected": 0,
        "rejects_file": None,
        "unknown_people": (),
        "unknown_teams": (),
    }


def test_it_gives_the_numbers_that_pandas_gives(known, pipeline):
    run(pipeline)

    won, revenue = won_by_month()
    assert values(known, "deals_won") == won
    assert values(known, "revenue") == revenue


def test_it_changes_nothing_the_second_time(known, pipeline):
    run(pipeline)
    again = run(pipeline)

    assert (again.loaded, again.replaced, again.unchanged) == (0, 0, N_FACTS)
    assert values(known, "deals_won") == won_by_month()[0]


def test_it_replaces_what_was_corrected(known, pipeline):
    run(pipeline)
    corrected = (ROWS[0].replace("1000", "1500"), *ROWS[1:])
    pipeline.write_text(text(corrected))
    again = run(pipeline)

    assert (again.loaded, again.replaced, again.unchanged) == (0, 1, N_FACTS - 1)
    assert values(known, "revenue") == won_by_month(corrected)[1]


def test_it_loads_nothing_in_a_dry_run_but_says_what_would_change(known, pipeline):
    result = run(pipeline, dry_run=True)

    assert (result.read, result.loaded) == (N_ROWS, N_FACTS)
    assert known.census() == []
    assert not ImportRun.objects.exists()
    changed = {(one.metric, one.period): (one.before, one.after) for one in result.metrics}
    assert changed[("deals_won", "2017-02-01")] == (0, 1)
    assert changed[("revenue", "2017-02-01")] == (0, 2500.5)
    assert changed[("win_rate", "2017-02-01")] == (None, 0.5)


def test_it_names_the_people_whom_nobody_knows(known, pipeline):
    pipeline.write_text(text((*ROWS, "O7,Gonzo,Basic,Cole,Won,2017-02-11,2017-03-01,700")))

    assert run(pipeline, dry_run=True).unknown_people == ("Gonzo",)
    assert run(pipeline).unknown_people == ("Gonzo",)


def test_it_takes_another_source_than_the_mapping_says(known, pipeline):
    run(pipeline, source="crm-west")

    assert {held.source for held in known.census()} == {"crm-west"}


def test_it_writes_rejected_rows_to_a_file_that_opens_in_a_spreadsheet(known, pipeline):
    broken = (ROWS[0].replace("2017-01-31", "2017-02-31"), *ROWS[1:], "O8,Ben,Basic,Acme,Won,soon,2017-13-01,much")
    pipeline.write_text(text(broken))
    result = run(pipeline)

    assert (result.read, result.rejected) == (N_ROWS + 1, 2)
    assert result.rejects_file.is_absolute()
    assert result.rejects_file.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = list(csv.DictReader(result.rejects_file.read_text(encoding="utf-8-sig").splitlines()))
    assert first["opportunity_id"] == "O1"
    assert first["close_date"] == "2017-02-31"
    row, field, value, reason = list(first.values())[:4]
    assert (row, field, value) == ("2", "close_date", "2017-02-31")
    assert reason.startswith("close_date: ")
    assert [part.split(":")[0] for part in list(second.values())[3].split(" / ")] == [
        "engage_date",
        "close_date",
        "close_value",
    ]


def test_it_loads_the_rows_after_they_were_corrected_in_the_rejects_file(known, pipeline):
    pipeline.write_text(text((ROWS[0].replace("2017-01-31", "2017-02-31"), *ROWS[1:])))
    rejected = run(pipeline).rejects_file
    rejected.write_text(
        rejected.read_text(encoding="utf-8-sig").replace("2017-02-31", "2017-01-31"), encoding="utf-8-sig"
    )
    again = run(rejected)

    assert (again.read, again.loaded, again.rejected) == (1, 2, 0)
    assert values(known, "deals_won") == won_by_month()[0]


def test_it_says_what_is_wrong_with_a_mapping_and_leaves_no_run(known, pipeline):
    with pytest.raises(ConnectorError) as error:
        run(pipeline, MAPPING.replace("stream: deal_changes", "stream: deals", 1))

    assert error.value.code == "mapping_stream_unknown"
    assert not ImportRun.objects.exists()


def test_it_loads_nothing_when_the_file_does_not_fit_the_mapping(known, pipeline):
    pipeline.write_text(text(header="id,who,what,whom,stage,from,to,much"))
    with pytest.raises(ConnectorError):
        run(pipeline)

    left = ImportRun.objects.get()
    assert (left.status, left.error_code) == ("failed", "column_unknown")
    assert known.census() == []


def test_it_tells_how_far_it_is(known, pipeline):
    told = []
    run(pipeline, progress=lambda done, total: told.append((done, total)))

    size = pipeline.stat().st_size
    assert told[-1] == (size, size)
