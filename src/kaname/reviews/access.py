"""Who reads and who leads a review."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from kaname.goals.reader import Reader
from kaname.people.models import Membership, Person, Team
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Kind
from kaname.reviews.models import ReviewMeeting, Series


def person_of(reader: Reader) -> Person | None:
    """The reader as a person who still works here."""
    return Person.objects.active().not_left_by(reader.today).filter(user=reader.user.pk).first()


def meeting_for(reader: Reader, pk: int) -> ReviewMeeting:
    """A review that the reader may read. Raises Http404."""
    return get_object_or_404(ReviewMeeting.objects.visible_to(reader.user, on=reader.today).with_names(), pk=pk)


def lock(meeting: ReviewMeeting) -> None:
    """Let nobody else change the review until the transaction ends, and see what became of it meanwhile."""
    changing = ("closed_at", "cancelled_at")
    meeting.refresh_from_db(fields=changing, from_queryset=ReviewMeeting.objects.select_for_update())


def series_for(reader: Reader, pk: int) -> Series:
    """A series that the reader may read. Raises Http404."""
    found = Series.objects.visible_to(reader.user, on=reader.today).select_related("team", "leader", "member")
    return get_object_or_404(found, pk=pk)


def manages(review: ReviewMeeting | Series, reader: Reader) -> bool:
    """Whether the reader manages the team whose numbers are looked at; nobody manages a 1on1."""
    if review.kind == Kind.ONE_ON_ONE:
        return False
    if review.team is None:
        return reader.scope.everything
    return review.team.key in reader.scope.managed_team_keys


def leads(review: ReviewMeeting | Series, reader: Reader) -> bool:
    """Whether the reader may move, cancel and close it: its leader, who manages its team, both of a 1on1."""
    user = reader.user.pk
    if review.leader.user_id == user or (review.member is not None and review.member.user_id == user):
        return True
    return manages(review, reader)


def require_leads(review: ReviewMeeting | Series, reader: Reader) -> None:
    """Raise ReviewsError unless the reader leads the review."""
    if not leads(review, reader):
        raise ReviewsError("not_yours_to_lead")


def invitable_people(reader: Reader) -> list[Person]:
    """Whom the reader may invite: whose numbers they see, their managers and who is in a team with them."""
    own = person_of(reader)
    known = Q() if reader.scope.everything else Q(key__in=reader.scope.person_keys)
    if own is not None and not reader.scope.everything:
        stays = Membership.objects.in_force_on(reader.today)
        mine = stays.filter(person=own)
        known |= Q(pk__in=mine.exclude(manager=None).values("manager"))
        known |= Q(pk__in=stays.filter(team__in=mine.values("team")).values("person"))
    return list(Person.objects.active().not_left_by(reader.today).filter(known))


def invitable_teams(reader: Reader) -> list[Team]:
    """Teams whose totals the reader sees."""
    return list(Team.objects.active().visible_to(reader.user, on=reader.today))


def participants(meeting: ReviewMeeting) -> list[Person]:
    """Everybody who takes part: the leader, who is invited, and who is in an invited team that day; by name."""
    from kaname.people.queries import teams_below

    teams = teams_below([team.key for team in meeting.teams.all()])
    there = Membership.objects.in_force_on(meeting.held_on).filter(team__key__in=teams)
    wanted = Q(pk__in=[meeting.leader_id, meeting.member_id or 0]) | Q(pk__in=meeting.people.values("pk"))
    if teams:
        wanted |= Q(pk__in=there.values("person"))
    return list(Person.objects.active().filter(wanted).select_related("user"))
