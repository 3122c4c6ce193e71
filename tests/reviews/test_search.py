"""Search over everything that was written in reviews, for who may read it; and the API."""

import json

import pytest
from django.urls import reverse

from kaname.reviews.models import Passage
from kaname.reviews.operations import (
    Decided,
    Typed,
    agree,
    decide,
    keep,
    put_topic,
    withdraw_decision,
)
from kaname.web.palette import find
from tests.reviews.conftest import NOW, reader, url


@pytest.fixture
def written(today_morning, friday, aiko, ben):
    mine = reader(aiko)
    keep(today_morning, Typed("ＡＢＣ商事の アポイントを 50件"), private=False, reader=mine)
    decide(today_morning, Decided("Call first", reason="ﾃｽﾄ済み"), reader=mine)
    agree(today_morning, text="Sort the list 100% done_now", owner=ben, due_on=None, reader=mine)
    put_topic(friday, text="Prices of ABC", wish="advise", reader=reader(ben))
    return today_morning


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("abc商事", ["ＡＢＣ商事"]),
        ("テスト済み", ["ﾃｽﾄ済み"]),
        ("ＳＯＲＴ list", ["Sort"]),
        ("100%", ["100%"]),
        ("done_now", ["done_now"]),
        ("doneXnow", []),
        ("nothing like it", []),
    ],
)
def test_it_finds_whatever_width_and_case(sign_in, written, ben, query, hits):
    found = sign_in(ben).get(url("reviews", q=query)).context["found"]
    assert [hit.hit for hit, _name in found] == hits


def test_it_finds_only_what_one_may_read(sign_in, written, aiko, ben, chie, emi):
    counts = {
        one.name: len(sign_in(one).get(url("reviews", q="abc")).context["found"]) for one in (aiko, ben, chie, emi)
    }
    # Both the note and the topic of the 1on1 for the two; the executive reads the team's note alone.
    assert counts == {"Aiko": 2, "Ben": 2, "Chie": 0, "Emi": 1}
    assert [hit.label for hit in find("Prices", user=emi.user)] == []
    labels = [hit.label for hit in find("ｐｒｉｃｅｓ of", user=ben.user)]
    assert labels == ["Prices of ABC"]


def test_what_is_taken_back_or_emptied_is_found_no_more(written, aiko, friday):
    mine = reader(aiko)
    withdraw_decision(written.decisions.get(), reader=mine)
    keep(written, Typed("", base=1), private=False, reader=mine)
    assert set(Passage.objects.values_list("kind", flat=True)) == {"follow_up", "topic"}


class TestApi:
    @pytest.fixture
    def ask(self, sign_in):
        def asked(who, method, path, data=None):
            body = json.dumps(data) if data is not None else ""
            answer = sign_in(who).generic(method, f"/api/reviews/{path}", body, content_type="application/json")
            return answer.status_code, answer.json()

        return asked

    def test_it_tells_reviews_and_what_came_out_of_them(self, ask, written, aiko, ben, chie):
        status, listed = ask(ben, "GET", "")
        assert (status, listed[0]["id"], listed[0]["name"]) == (200, written.pk, "Morning meeting of East")
        assert listed[1]["id"] is None  # tomorrow's, which nobody opened
        status, one = ask(ben, "GET", f"{written.pk}/")
        assert (one["decisions"][0]["text"], one["follow_ups"][0]["owner"]) == ("Call first", "ben")
        assert "アポイント" in one["note"]
        assert ask(chie, "GET", f"{written.pk}/")[0] == 404
        for day in ("0001-01-01", "9999-12-31"):
            status, refused = ask(ben, "GET", f"?since={day}")
            assert (status, refused["error"]["code"]) == (422, "day_out_of_reach")

    def test_private_notes_are_no_part_of_it(self, ask, written, ben):
        keep(written, Typed("aloud"), private=True, reader=reader(ben))
        assert "aloud" not in json.dumps(ask(ben, "GET", f"{written.pk}/"))
        assert ask(ben, "GET", "search/?q=aloud") == (200, [])

    def test_programs_write_down_and_finish(self, ask, written, aiko, ben, chie):
        assert ask(ben, "POST", f"{written.pk}/decisions/", {"text": "By a program"})[0] == 201
        assert ask(ben, "POST", f"{written.pk}/topics/", {"text": "Prices", "wish": "decide"})[0] == 201
        status, made = ask(aiko, "POST", f"{written.pk}/follow-ups/", {"text": "Call", "owner": "ben"})
        assert (status, made["owner"]) == (201, "ben")
        refused = ask(aiko, "POST", f"{written.pk}/follow-ups/", {"text": "Call", "owner": "chie"})
        assert (refused[0], refused[1]["error"]["code"]) == (422, "owner_elsewhere")
        status, done = ask(ben, "POST", f"follow-ups/{made['id']}/completion/", {})
        assert done["done_at"].startswith(f"{NOW:%Y-%m-%dT%H:%M}")
        assert ask(chie, "POST", f"follow-ups/{made['id']}/completion/", {})[0] == 404
        assert ask(ben, "GET", "follow-ups/")[1]["total"] == 1
        assert ask(chie, "GET", "follow-ups/?open_only=false")[1]["total"] == 0


def test_the_address_of_the_list_is_in_the_navigation(sign_in, known, ben):
    page = sign_in(ben).get(url("reviews")).content.decode()
    assert f'href="{reverse("reviews:reviews")}"' in page
