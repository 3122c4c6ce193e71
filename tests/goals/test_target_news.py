"""Changes of targets and proposals leave the product in the ways that each person chose."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from kaname.goals.models import TargetNotice
from kaname.goals.notices import mark_seen, notices_of
from kaname.goals.operations import revise_target, set_target
from kaname.goals.proposing import decide, propose
from kaname.measures.periods import Period
from kaname.telling.models import Announcement, Channel, Notice, Waiting
from kaname.telling.operations import Choice, choose

AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def setting(value=120, *, by, at=AT, metric="calls", **owner):
    asked = {"metric_key": metric, "period": NOVEMBER, "value": Decimal(value), "reason": "A plan."}
    return set_target(**asked, by=by.user, at=at, **owner)


def told(person):
    return [one.title_text() for one in Notice.objects.filter(user=person.user).order_by("at")]


def test_a_change_waits_to_be_sent_in_words_of_its_own(aiko, ben, store):
    found = setting(person=ben, by=aiko)
    revise_target(found, value=Decimal(130), reason="Two joined.", by=aiko.user, at=AT + timedelta(hours=1))
    assert told(ben) == [
        "Aiko set 1 target that concerns you.",
        "Aiko revised 1 target that concerns you.",
    ]
    assert told(aiko) == []
    assert Waiting.objects.filter(notice__user=ben.user, way="mail", rhythm="daily").count() == 2
    # The list of notices shows it in its own way, with figures.
    assert not Notice.objects.filter(in_product=True).exists()
    with translation.override("ja"):
        assert "Aiko" in told(ben)[0]
        assert "set" not in told(ben)[0]


def test_what_somebody_does_not_want_is_not_kept(aiko, ben, store):
    choose(ben.user, {"targets.changed": Choice(in_product=True, mail="never", chat="never")})
    setting(person=ben, by=aiko)
    assert told(ben) == []
    assert TargetNotice.objects.filter(user=ben.user).count() == 1


def test_what_was_looked_at_is_not_sent(aiko, ben, store):
    first, second = (setting(person=ben, by=aiko, metric=metric) for metric in ("calls", "emails"))
    for found, left in ((first, 1), (second, 0)):
        mark_seen(notices_of(ben.user, at=AT).filter(revision__target=found), at=AT)
        assert Notice.objects.filter(user=ben.user, seen_at=None).count() == (2 if left else 0)


def test_a_proposal_asks_until_it_is_decided(aiko, ben, store):
    found = setting(person=ben, by=aiko)
    now = timezone.now()
    made = propose(found, value=Decimal(100), reason="Few leads.", by=ben.user, at=now)
    (asked,) = Notice.objects.filter(user=aiko.user)
    assert (asked.title_text(), asked.body_text()) == ("Ben proposes another target. Please decide.", "Few leads.")
    decide(made, accept=False, answer="Not yet.", by=aiko.user, at=now + timedelta(hours=1))
    asked.refresh_from_db()
    assert asked.seen_at is not None
    assert told(ben)[-1] == "Aiko declined your proposal."
    assert Notice.objects.filter(user=ben.user, kind="targets.decided").get().body_text() == "Not yet."


def test_channels_hear_of_teams_targets_and_of_nobodys_own(aiko, ben, dai, east, store):
    values = {"service": "line_works", "address": "https://webhook.worksmobile.com/message/x", "created_at": AT}
    Channel.objects.create(name="Room", kinds=["targets.changed"], **values)
    setting(person=ben, by=aiko)
    assert not Announcement.objects.exists()
    found = setting(98_765, team=east, by=aiko, metric="emails")
    (told_there,) = Announcement.objects.all()
    assert told_there.title["params"] == {"author": "Aiko", "count": 1}
    assert told_there.data["targets"][0] | {"target": found.pk, "value": "98765"} == told_there.data["targets"][0]


@pytest.mark.parametrize("metrics", [["calls"], ["calls", "emails", "connects"]])
def test_many_at_once_are_one_piece_of_news(aiko, ben, store, metrics):
    from kaname.goals.notices import tell_of_changes

    targets = [setting(person=ben, by=aiko, metric=metric, at=AT - timedelta(days=1)) for metric in metrics]
    Notice.objects.all().delete()
    revisions = [target.revisions.get() for target in targets]
    TargetNotice.objects.all().delete()
    tell_of_changes(revisions)
    assert len(told(ben)) == 1
    assert f"set {len(metrics)} target" in told(ben)[0]
