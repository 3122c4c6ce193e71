"""Deleting facts: counted before, recorded after."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from imports.pipeline import MAPPING, text

from kaname.imports import erasure, hand_entry
from kaname.imports.erasure import Selection
from kaname.imports.hand_entry import Entry, Subject
from kaname.imports.models import FactDeletion, Measurement
from kaname.imports.operations import import_file

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)
EVERYTHING = {"source": "", "stream": "", "person": "", "since": "", "last": ""}


@pytest.fixture
def imported(known, tmp_path, ben):
    path = tmp_path / "pipeline.csv"
    path.write_text(text())
    import_file(path, MAPPING, at=AT)
    hand_entry.record([Entry("guests", date(2017, 2, 1), Subject(person=ben), Decimal(5))], by=None, at=AT)
    return known


def held(store):
    return {(one.source, one.stream): one.n_facts for one in store.census()}


def test_it_counts_what_would_go(imported):
    assert erasure.what_would_go(Selection(source="crm")) == {"deal_changes": 9}
    assert erasure.what_would_go(Selection(person_key="ben")) == {"deal_changes": 6, "measurements": 1}
    february = Selection(source="crm", since=date(2017, 2, 1), until=date(2017, 3, 1))
    assert erasure.what_would_go(february) == {"deal_changes": 5}


def test_it_deletes_a_source_and_records_who_and_why(imported, dai):
    erasure.erase(Selection(source="crm"), reason="test data", by=dai.user, at=AT)

    assert held(imported) == {("hand", "measurements"): 1}
    record = FactDeletion.objects.get()
    assert (record.source, record.facts, record.reason, record.by, record.at) == ("crm", 9, "test data", dai.user, AT)


def test_it_deletes_a_person_everywhere_also_what_was_typed(imported, dai):
    erasure.erase(Selection(person_key="ben"), reason="left", by=dai.user, at=AT)

    assert held(imported) == {("crm", "deal_changes"): 3}
    assert not Measurement.objects.exists()


def test_it_leaves_measurements_of_other_days(imported, dai):
    erasure.erase(Selection(since=date(2017, 3, 1)), reason="", by=dai.user, at=AT)

    assert Measurement.objects.count() == 1


def test_it_can_be_imported_again(imported, tmp_path, dai):
    erasure.erase(Selection(source="crm"), reason="", by=dai.user, at=AT)

    assert import_file(tmp_path / "pipeline.csv", MAPPING, at=AT).loaded == 9


def test_it_shows_what_would_go_before_it_asks_to_confirm(admin, imported):
    url = reverse("imports:deletion_new")
    page = admin.get(url, {**EVERYTHING, "source": "crm", "since": "2017-02-01", "last": "2017-02-28"}).content.decode()

    assert "Delete 5 facts for good?" in page
    assert held(imported)[("crm", "deal_changes")] == 9


def test_it_deletes_up_to_and_with_the_last_day(admin, imported):
    data = {**EVERYTHING, "source": "crm", "since": "2017-02-01", "last": "2017-02-28", "reason": "double"}
    admin.post(reverse("imports:deletion_new"), data)

    assert held(imported)[("crm", "deal_changes")] == 4
    page = admin.get(reverse("imports:deletions")).content.decode()
    assert "double" in page
    assert "2017/2/28" in page


def test_it_refuses_to_delete_everything_by_mistake(admin, imported):
    answer = admin.post(reverse("imports:deletion_new"), EVERYTHING)

    assert answer.status_code == 422
    assert held(imported)[("crm", "deal_changes")] == 9


def test_it_wants_a_period_that_runs_forward(admin, imported):
    answer = admin.get(reverse("imports:deletion_new"), {**EVERYTHING, "since": "2017-03-01", "last": "2017-02-01"})

    assert answer.status_code == 422


def test_it_is_for_administrators(sign_in, imported, aiko):
    assert sign_in(aiko).post(reverse("imports:deletion_new"), {**EVERYTHING, "source": "crm"}).status_code == 404
    assert held(imported)[("crm", "deal_changes")] == 9


def test_it_lists_sources_with_how_fresh_they_are(admin, imported):
    admin.post(reverse("imports:source", args=["crm"]), {"name": "Salesforce", "expected_every_days": "1"})
    page = admin.get(reverse("imports:sources")).content.decode()

    assert "Salesforce" in page
    assert "hand" in page


def test_it_says_that_a_source_is_out_of_date(imported):
    from kaname.imports.models import Source
    from kaname.imports.sources import holdings

    Source.objects.filter(key="crm").update(expected_every_days=2)
    crm = next(one for one in holdings() if one.source.key == "crm")

    assert not crm.is_late(datetime(2024, 4, 22, 2, 0, tzinfo=UTC))
    assert crm.is_late(datetime(2024, 4, 22, 4, 0, tzinfo=UTC))


def test_it_removes_kept_files_of_a_source_after_asking(admin, imported, tmp_path):
    broken = tmp_path / "broken.csv"
    broken.write_text(text().replace("1000", "much"))
    rejects = import_file(broken, MAPPING, at=AT).rejects_file
    url = reverse("imports:source_files", args=["crm"])
    assert admin.get(url).status_code == 200
    assert rejects.exists()
    admin.post(url)

    assert not rejects.exists()
    assert broken.exists()
