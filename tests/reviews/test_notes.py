"""Notes: what two people write at the same time comes together, everything is kept and can be had back."""

from datetime import timedelta

import pytest

from kaname.reviews.models import Note, NoteRevision
from kaname.reviews.operations import Typed, close, keep
from tests.reviews.conftest import NOW, fresh, reader, url

JSON = {"HTTP_ACCEPT": "application/json"}


def sent(client, meeting, text, *, base=0, which="shared", **more):
    return client.post(url("note", meeting.pk, which), {"text": text, "base": base, **more}, **JSON)


def test_two_write_at_once_and_lose_nothing(sign_in, today_morning, aiko, ben):
    first = sent(sign_in(aiko), today_morning, "Calls first.\n").json()
    assert first == {"revision": 1, "text": "Calls first.\n"}
    # Both began from revision 1.
    sent(sign_in(aiko), today_morning, "Calls first.\nThen mails.\n", base=1)
    both = sent(sign_in(ben), today_morning, "Today: Calls first.\n", base=1).json()
    assert both == {"revision": 3, "text": "Today: Calls first.\nThen mails.\n"}
    assert sign_in(aiko).get(url("note", today_morning.pk, "shared"), {"since": 2}).json() == both
    assert sign_in(aiko).get(url("note", today_morning.pk, "shared"), {"since": 3}).status_code == 204


def test_what_both_changed_stands_side_by_side(sign_in, today_morning, aiko, ben):
    sent(sign_in(aiko), today_morning, "Ten calls")
    sent(sign_in(aiko), today_morning, "Twelve calls", base=1)
    kept = sent(sign_in(ben), today_morning, "Eight calls", base=1).json()["text"]
    assert kept == "⟪Aiko: Twelve ⇔ Ben: Eight⟫ calls"
    assert NoteRevision.objects.last().conflicts == 1


def test_typing_on_while_an_answer_is_on_its_way_doubles_nothing(today_morning, aiko, ben):
    """The page sends what it knows to be kept as a text: its words are in the note already, with Ben's."""
    keep(today_morning, Typed("a "), private=False, reader=reader(aiko))
    keep(today_morning, Typed("a and b", base=1), private=False, reader=reader(ben))
    keep(today_morning, Typed("a c", base_text="a "), private=False, reader=reader(aiko))
    note = keep(today_morning, Typed("a c d", base_text="a c"), private=False, reader=reader(aiko))
    assert (note.text.count("c"), note.text.count("d"), note.text.count("b")) == (1, 2, 1)  # "and" has a d


def test_it_works_without_javascript_and_keeps_lines(sign_in, today_morning, aiko):
    answer = sign_in(aiko).post(url("note", today_morning.pk, "shared"), {"text": "one\r\ntwo", "base": "0"})
    assert answer.url == url("meeting", today_morning.pk)
    assert Note.objects.get().text == "one\ntwo"


@pytest.mark.parametrize(
    ("typed", "base"), [("x" * 100_001, "0"), ("text", "17"), ("text", "minus one"), ("text", "-1")]
)
def test_what_cannot_be_kept_is_said(sign_in, today_morning, aiko, typed, base):
    answer = sent(sign_in(aiko), today_morning, typed, base=base)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not NoteRevision.objects.exists()


def test_what_was_typed_within_a_minute_is_one_revision_once_the_review_is_over(today_morning, aiko, ben):
    for second, (who, text) in enumerate(((aiko, "a"), (aiko, "a b"), (ben, "a b c"), (aiko, "a b c d"))):
        keep(
            today_morning, Typed(text, base=second), private=False, reader=reader(who, NOW + timedelta(seconds=second))
        )
    keep(today_morning, Typed("a b c d e", base=4), private=False, reader=reader(aiko, NOW + timedelta(seconds=70)))
    close(today_morning, reader=reader(aiko, NOW + timedelta(seconds=80)))
    assert [row.text for row in NoteRevision.objects.all()] == ["a b", "a b c", "a b c d", "a b c d e"]


def test_every_revision_can_be_had_back(sign_in, today_morning, aiko, ben):
    client = sign_in(ben)
    for number, text in enumerate(["one", "one two", ""]):
        sent(client, today_morning, text, base=number)
    page = client.get(url("note_revisions", today_morning.pk, "shared", number=2))
    assert ([row.number for row, _by in page.context["lines"]], page.context["shown"].text) == ([3, 2, 1], "one two")
    client.post(url("note_restoration", today_morning.pk, "shared", 2))
    assert (Note.objects.get().text, Note.objects.get().revision) == ("one two", 4)
    assert client.post(url("note_restoration", today_morning.pk, "shared", 99)).status_code == 302
    assert NoteRevision.objects.count() == 4


def test_a_closed_review_takes_no_shared_note_but_a_private_one(sign_in, today_morning, aiko):
    close(today_morning, reader=reader(aiko))
    client = sign_in(aiko)
    assert sent(client, today_morning, "late").status_code == 422
    assert sent(client, fresh(today_morning), "for me", which="private").status_code == 200


def test_what_looks_like_html_stays_text(sign_in, today_morning, aiko):
    keep(today_morning, Typed("<script>alert(1)</script> **bold**"), private=False, reader=reader(aiko))
    close(today_morning, reader=reader(aiko))
    page = sign_in(aiko).get(url("meeting", today_morning.pk)).content.decode()
    assert "<script>alert" not in page
    assert "<strong>bold</strong>" in page
