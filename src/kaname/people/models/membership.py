from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import ONE_DAY
from kaname.people.models.dates import STARTS_BEFORE_IT_ENDS, covers, touches
from kaname.people.timeline import Stay

if TYPE_CHECKING:
    from kaname.people.models.person import Person


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force_on(self, day: date) -> MembershipQuerySet:
        return self.filter(covers(day))

    def began_by(self, day: date) -> MembershipQuerySet:
        return self.filter(models.Q(starts_on=None) | models.Q(starts_on__lte=day))

    def touching(self, since: date | None, until: date | None) -> MembershipQuerySet:
        return self.filter(touches(since, until))

    def stays_of(self, person: Person) -> list[Stay]:
        rows = self.filter(person=person).select_related("team", "manager")
        return [row.as_stay() for row in rows]

    def set_stays(self, person: Person, stays: Sequence[Stay]) -> None:
        """Make the person's rows say exactly this; rows that begin on the same day are corrected in place."""
        from kaname.people.models.person import Person
        from kaname.people.models.team import Team

        teams = {team.key: team for team in Team.objects.filter(key__in={stay.team for stay in stays})}
        managers = {row.key: row for row in Person.objects.filter(key__in={stay.manager for stay in stays})}
        known = {row.starts_on: row for row in self.filter(person=person)}
        rows = [known.pop(stay.starts_on, Membership(person=person, starts_on=stay.starts_on)) for stay in stays]
        self.filter(id__in=[row.pk for row in known.values()]).delete()
        for row, stay in zip(rows, stays, strict=True):
            row.team, row.manager, row.ends_on = teams[stay.team], managers.get(stay.manager or ""), stay.ends_on
            row.save()


class Membership(models.Model):
    """A person in a team, starts_on <= day < ends_on; without dates for all time. One team at a time."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("Team")
    )
    manager = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        related_name="managed_memberships",
        null=True,
        blank=True,
        verbose_name=_("Manager"),
    )
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until (the day after the last day)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = (models.F("starts_on").asc(nulls_first=True), "id")
        constraints = (
            models.CheckConstraint(condition=STARTS_BEFORE_IT_ENDS, name="membership_starts_before_it_ends"),
            models.UniqueConstraint(fields=("person", "starts_on"), name="membership_start_is_unique"),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(starts_on=None), name="membership_without_start_is_unique"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ends_on=None), name="membership_without_end_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("person")),
                name="membership_manager_is_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"

    @property
    def last_on(self) -> date | None:
        """The last day in it, as people say it."""
        return self.ends_on - ONE_DAY if self.ends_on else None

    def as_stay(self) -> Stay:
        return Stay(self.team.key, self.manager.key if self.manager else None, self.starts_on, self.ends_on)
