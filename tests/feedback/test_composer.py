"""The composer: it begins with what the writer may see, drafts below what was typed, and remembers what was ticked."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
import time_machine
from boards.world_of_boards import NOW, calls, load
from django.urls import reverse

from kaname.feedback.composing.composer import Composer
from kaname.feedback.composing.drafting import called, draft_of
from kaname.feedback.composing.phrases import suggestions_for
from kaname.feedback.composing.point import Part, Point, Suggestion
from kaname.feedback.mark_lines import mark_lines
from kaname.feedback.marks.marking import marks_of
from kaname.feedback.models import Draft, Endpoint, Feedback
from kaname.goals.models import Action, ActionOwner, ActionTick, Goal, Initiative, Kpi, Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
MONDAY = date(2026, 11, 9)
NOTE = "Asked 「Suzuki Ltd」 for the budget first"


@pytest.fixture
def seen(aiko, ben, chie, dai, store):
    """Ben kept eight calls a day, wrote a note, and is behind with calls."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    east = ben.memberships.get().team
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
    )
    kpi = Kpi.objects.create(goal=goal, metric_key="calls", position=1)
    initiative = Initiative.objects.create(kpi=kpi, name="Reach more", starts_on=date(2026, 11, 1), created_at=NOW)
    action = Action.objects.create(
        initiative=initiative, name="Eight calls a day", quota=8, metric_key="calls", starts_on=date(2026, 11, 2)
    )
    ActionOwner.objects.create(action=action, person=ben)
    ActionTick.objects.create(action=action, person=ben, done_on=MONDAY, amount=0, note=NOTE, by=ben.user, at=NOW)
    set_target(metric_key="calls", period=NOVEMBER, value=Decimal(300), person=ben, by=aiko.user, at=NOW)
    rows = [row for ago in range(5) for row in calls("Ben", MONDAY + timedelta(days=ago), n=12, reached=6)]
    load(store, "activities", rows)
    with time_machine.travel(NOW, tick=False):
        yield


def ticked(page, part):
    """Keys of the points that the page offers."""
    context = page.context["composer"]
    return [point.key for point in context.points if point.part == part]


def test_it_begins_with_the_evidence_and_drafts_below_what_was_typed(client, seen, aiko, ben):
    client.force_login(aiko.user)
    url = reverse("feedback:compose", args=["ben"])
    page = client.get(url)
    html = page.content.decode()
    assert "Calls: 60 of 300 calls" in html
    assert "Asked 「Suzuki Ltd」 for the budget first" in html
    weak = next(point for point in page.context["composer"].weak)
    suggestion = f"suggest-{weak.suggestions[0].key}"
    chosen = [*ticked(page, "well"), *ticked(page, "learned"), weak.key]
    asked = {"text": "My own words.", "mention": chosen, "suggest": suggestion, "draft": "1", "visibility": "private"}
    page = client.post(url, asked)
    text = page.context["form"]["text"].value()
    assert text.startswith("My own words.\n\nH")
    # well → learned → weak → one offer
    order = [
        text.index("60 calls"),
        text.index("for the budget first"),
        text.index("Calls: 60, the target is 300"),
        text.rindex("ow about"),
    ]
    assert order == sorted(order)
    assert "interval" not in text
    # Nobody is told what every hour would have to bring; the writer sees it.
    assert "of working time left" in weak.text
    assert "working time left" not in text
    # A second draft takes the place of the first one.
    twice = client.post(url, asked | {"text": text, "drafted": page.context["drafted"]}).context["form"]["text"].value()
    assert twice == text
    assert Feedback.objects.count() == 0
    again = client.get(url)
    assert again.context["form"]["text"].value() == text
    assert set(again.context["composer"].picked) == {*chosen, suggestion}
    client.post(url, _sending(asked, text))
    sent = Feedback.objects.get()
    assert [one["key"] for one in sent.evidence] == [point.key for point in page.context["composer"].mentioned]
    assert Draft.objects.count() == 0


def _sending(asked, text):
    return {name: value for name, value in asked.items() if name != "draft"} | {"text": text, "send": "1"}


OBSERVED = {
    "en": (
        "“Call” has been kept up 18 times in a row.",
        "75% of the actions of “Reach more” were done.",
        "Close rate: 10.5%, the target is 19.0%.",
    ),
    "ja": (
        "「架電」を18回続けて実行しています。",
        "「接点を増やす」のアクションを75%実行しました。",
        "成約率: 10.5%(目標 19.0%)。",
    ),
}
NOTES = {"en": "“Asked for the budget first” (on “Call”)", "ja": "「先に予算を聞いた」(「架電」の記録)"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_way_to_phrase_a_draft_deserves_a_mark(language):
    well, tried, weak = OBSERVED[language]
    drafts = set()
    for key in ("calls", "close_rate", "unknown"):
        offered = [Suggestion(text, text) for text in suggestions_for(key, language=language)]
        for seed, suggestion in product(range(12), offered):
            points = (
                Point("a", Part.WELL, well),
                Point("t", Part.TRIED, tried),
                Point("b", Part.LEARNED, NOTES[language]),
                Point("c", Part.WEAK, weak, suggestions=(suggestion,)),
            )
            composer = Composer(4, points, (), frozenset({"a", "t", "b", "c", f"suggest-{suggestion.key}"}))
            draft = draft_of(composer, name="佐藤 花子", language=language, seed=str(seed))
            assert draft == draft_of(composer, name="佐藤 花子", language=language, seed=str(seed))
            assert (draft, marks_of(draft, language=language, names=())) == (draft, [])
            drafts.add(draft)
    assert len(drafts) > 20


def test_it_begins_by_itself_with_the_best_where_nothing_is_ticked(client, seen, aiko):
    client.force_login(aiko.user)
    page = client.post(reverse("feedback:compose", args=["ben"]), {"text": "", "draft": "1"})
    text, picked = page.context["form"]["text"].value(), page.context["composer"].picked
    assert "60 calls" in text
    assert "for the budget first" in text
    assert text.count("ow about") == 1
    assert len([key for key in picked if key.startswith("suggest-")]) == 1


@pytest.mark.parametrize(
    ("name", "language", "by"),
    [("佐藤 花子", "ja", "佐藤"), ("森　太郎", "ja", "森"), ("佐藤 花子", "en", "佐藤 花子"), ("Ben Ota", "en", "Ben")],
)
def test_a_draft_calls_people_as_colleagues_do(name, language, by):
    assert called(name, language=language) == by


def test_a_service_that_is_away_leaves_the_templates_draft_and_says_so(client, seen, aiko, dai):
    Endpoint.keep(is_on=True, base_url="http://127.0.0.1:9/v1", model="m", key="", by=dai.user, at=NOW)
    client.force_login(aiko.user)
    url = reverse("feedback:compose", args=["ben"])
    weak = client.get(url).context["composer"].weak[0]
    page = client.post(url, {"text": "My own words.", "mention": [weak.key], "draft": "1"})
    assert "The service did not answer as expected" in page.content.decode()
    assert page.context["form"]["text"].value().startswith("My own words.\n\nH")
    assert "60, the target is 300" in page.context["form"]["text"].value()


def test_it_shows_a_member_nothing_of_a_colleague_but_lets_them_write(client, seen, aiko, ben):
    client.force_login(ben.user)
    page = client.get(reverse("feedback:compose", args=["aiko"]))
    assert page.status_code == 200
    assert page.context["composer"] is None
    assert client.get(reverse("feedback:compose", args=["chie"])).status_code == 404


def test_reviews_and_lists_find_it_by_the_receiver(client, seen, aiko):
    client.force_login(aiko.user)
    answer = client.get(reverse("feedback:compose"), {"receiver": "ben", "next": "/reviews/"})
    assert answer.url == reverse("feedback:compose", args=["ben"]) + "?next=%2Freviews%2F"
    sent = client.post(answer.url, {"text": "Thank you for Monday's call list.", "visibility": "private"})
    assert sent.url == "/reviews/"
    away = reverse("feedback:compose", args=["ben"]) + "?next=https://elsewhere.example/"
    sent = client.post(away, {"text": "Thank you for Monday's call list.", "visibility": "private"})
    assert sent.url.startswith("/feedback/")


def test_a_mark_is_obeyed_or_left_without_javascript(client, seen, aiko):
    client.force_login(aiko.user)
    url = reverse("feedback:compose", args=["ben"])
    # An English text may quote the Japanese name of an action.
    text = "On Monday you kept “架電を毎日する”, well done. 😀 You never prepare the price."
    page = client.post(url, {"text": text, "check": "1"})
    (mark, *_rest) = [one for one in page.context["marks"] if one.kind == "blame_or_absolute"]
    # The face counts twice in a browser.
    units = text.encode("utf-16-le")
    assert units[2 * mark.start : 2 * mark.end].decode("utf-16-le") == mark.passage
    used = client.post(url, {"text": text, "use": mark.key}).context["form"]["text"].value()
    assert "never" not in used
    assert mark.rewording in used
    left = client.post(url, {"text": text, "leave": mark.key})
    assert mark.key not in [one.key for one in left.context["marks"]]
    assert mark.key in Draft.objects.get().left
    assert mark.key not in [one.key for one in client.get(url).context["marks"]]
    client.post(url, {"text": text, "visibility": "private"})
    assert Feedback.objects.get().text == text


def test_today_shows_what_came_in_to_its_receiver_alone(client, seen, aiko, ben, chie):
    client.force_login(aiko.user)
    text = "The list on Monday helped."
    client.post(reverse("feedback:compose", args=["ben"]), {"text": text, "visibility": "private"})
    client.force_login(ben.user)
    assert text in client.get(reverse("boards:today")).content.decode()
    client.force_login(chie.user)
    assert text not in client.get(reverse("boards:today")).content.decode()


def test_lists_ask_the_database_a_bounded_number_of_times(client, seen, aiko, ben, django_assert_max_num_queries):
    client.force_login(aiko.user)
    for number in range(8):
        client.post(reverse("feedback:compose", args=["ben"]), {"text": f"Thanks {number}.", "visibility": "team"})
    client.force_login(ben.user)
    with django_assert_max_num_queries(25):
        assert client.get(reverse("feedback:feedback")).content.decode().count("Thanks ") >= 8
    client.force_login(aiko.user)
    with django_assert_max_num_queries(25):
        client.get(reverse("feedback:balance"))


def shown(text, left=()):
    return [(one.kind, one.of_all) for one in mark_lines(text, names=["田中"], left=left)]


def test_marks_come_few_at_a_time():
    text = "いつも報告が遅いですね。"
    assert shown(text) == [("blame_or_absolute", False), ("only_missing", True)]
    # Whoever leaves the words as they are is asked for a suggestion, then for what went well, then for what was seen.
    left = [mark_lines(text)[0].key]
    assert shown(text, left) == [("no_suggestion", False), ("only_missing", True)]
    left = [one.key for one in mark_lines(text)] + left
    assert ("no_observation", True) in shown(text, left)


@pytest.mark.parametrize("text", ["いつも丁寧な議事録を助かっています。", "Your minutes are great."])
def test_obeying_begins_a_sentence_that_the_author_ends(text):
    (mark,) = mark_lines(text)
    assert mark.kind == "no_observation"
    begun = mark.obeyed(text)
    assert begun.startswith(text)
    assert mark_lines(begun) == []


def test_thanks_do_not_begin_with_the_draft_of_something_else(client, seen, aiko):
    client.force_login(aiko.user)
    url = reverse("feedback:compose", args=["ben"])
    client.post(reverse("feedback:marks", args=["ben"]) + "?kind=feedback", {"text": "The quotes were late."})
    assert client.get(url, {"kind": "thanks"}).context["form"]["text"].value() == ""
    client.post(f"{url}?kind=thanks", {"text": "Thank you for the list.", "visibility": "private"})
    assert client.get(url).context["form"]["text"].value() == "The quotes were late."
