"""What a client sees: what was chosen for them, and nothing else."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from kaname.reviews.client import client_page_of
from kaname.reviews.operations import Decided, Typed, agree, decide, keep, put_topic
from tests.reviews.conftest import fresh, reader, url
from tests.reviews.world_of_calls import load_calls, target_of

INSIDE = ["SECRET", "Ben", "Aiko", "East", "100 calls", "At risk", "Off track"]


@pytest.fixture
def full(client_meeting, known, aiko, ben, east):
    """Everything that a review can hold, most of it internal."""
    load_calls(known)
    target_of(100, team=east)
    mine = reader(aiko)
    keep(client_meeting, Typed("SECRET margin"), private=False, reader=mine)
    keep(client_meeting, Typed("SECRET thought"), private=True, reader=mine)
    put_topic(client_meeting, text="SECRET topic", wish="listen", reader=mine)
    decide(client_meeting, Decided("SECRET discount", reason="SECRET"), reader=mine)
    decide(client_meeting, Decided("Begin in December", reason="SECRET reason", for_client=True), reader=mine)
    agree(client_meeting, text="SECRET call", owner=ben, due_on=None, reader=mine)
    agree(client_meeting, text="Send the plan", owner=ben, due_on=date(2026, 12, 1), for_client=True, reader=mine)
    return fresh(client_meeting)


def text_of(answer):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_page_and_pdf_hold_what_was_chosen_and_nothing_of_the_inside(sign_in, full, aiko):
    client = sign_in(aiko)
    full.agenda = [*full.agenda, {"source": "changes", "title": "SECRET numbers", "key": ""}]
    full.save()
    form = client.get(url("client_edit", full.pk)).context["form"]
    assert [key for key, _label in form.fields["figures"].choices] == ["calls"]
    chosen = {"title": "Results of November", "agenda": "Results\nNext steps", "figures": ["calls"]}
    assert client.post(url("client_edit", full.pk), chosen).status_code == 302
    with translation.override("ja"):
        page = client_page_of(fresh(full), reader=reader(aiko))
    assert page.client == "北斗精機 様"
    assert (page.decisions, len(page.next_steps)) == (("Begin in December",), 1)
    pdf = text_of(client.get(url("client_pdf", full.pk)))
    web = client.get(url("client_page", full.pk)).content.decode().partition("<main")[2].partition("</main")[0]
    for shown in (pdf, web):
        for word in ("北斗精機", "Results of November", "Begin in December", "Send the plan", "13 calls"):
            assert word in shown
        for word in INSIDE:
            assert word not in shown


def test_a_chosen_number_stays_as_it_was_chosen(sign_in, full, known, aiko):
    client = sign_in(aiko)
    client.post(url("client_edit", full.pk), {"figures": ["calls"]})
    load_calls(known, {date(2026, 11, 20): 5}, batch="late")
    assert [one.value for one in client_page_of(fresh(full), reader=reader(aiko)).figures] == ["13 calls"]


def test_nobody_else_opens_it_and_other_reviews_have_none(sign_in, full, today_morning, aiko, chie):
    for name in ("client_page", "client_pdf", "client_edit"):
        assert sign_in(chie).get(url(name, full.pk)).status_code == 404
        assert sign_in(aiko).get(url(name, today_morning.pk)).status_code == 404


def test_other_reviews_have_no_box_for_the_client(sign_in, today_morning, client_meeting, aiko):
    assert "for_client" not in sign_in(aiko).get(url("meeting", today_morning.pk)).content.decode()
    assert "for_client" in sign_in(aiko).get(url("meeting", client_meeting.pk)).content.decode()
