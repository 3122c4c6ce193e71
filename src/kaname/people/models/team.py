from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaname.people.errors import PeopleError
from kaname.people.models.change import Change
from kaname.people.models.key import new_key
from kaname.people.models.membership import Membership

if TYPE_CHECKING:
    from kaname.people.models.user import User


class TeamQuerySet(models.QuerySet["Team"]):
    def active(self) -> TeamQuerySet:
        return self.filter(is_active=True)

    def visible_to(self, user: User, *, on: date) -> TeamQuerySet:
        """The teams whose totals `user` may see on that day."""
        from kaname.people.scope import scope_of

        scope = scope_of(user, on)
        return self if scope.everything else self.filter(key__in=scope.team_keys)

    def managed_by(self, user: User, *, on: date) -> TeamQuerySet:
        """The teams that `user` may change on that day."""
        from kaname.people.scope import scope_of

        return self.filter(key__in=scope_of(user, on).managed_team_keys)

    def require_free_name(self, name: str, *, parent: Team | None, besides: Team | None = None) -> None:
        """Raise PeopleError when a sibling already has the name."""
        if self.filter(name=name, parent=parent).exclude(pk=besides.pk if besides else 0).exists():
            raise PeopleError("team_name_taken", team=name)


class Team(models.Model):
    """A team in the tree of teams; facts know it by its key."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("Belongs to"),
    )
    is_active = models.BooleanField(_("Active"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="team_name_is_unique_below_its_parent"),
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(parent=None), name="team_name_is_unique_at_the_top"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="team_is_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:team", kwargs={"key": self.key})

    @transaction.atomic
    def edit(self, *, name: str, parent: Team | None, by: User | None, at: datetime) -> None:
        """Rename the team or put it elsewhere in the tree."""
        before = {"name": self.name, "parent": self.parent and self.parent.name}
        Team.objects.require_free_name(name, parent=parent, besides=self)
        if parent and self.pk in parent.line_up():
            raise PeopleError("team_below_itself", team=self.name)
        self.name, self.parent = name, parent
        self.save(update_fields=["name", "parent"])
        after = {"name": name, "parent": parent and parent.name}
        details = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
        if details:
            Change.of_team(self, "team.edited", by=by, at=at, details=details).save()

    @transaction.atomic
    def deactivate(self, *, on: date, by: User | None, at: datetime) -> None:
        """Close the team; its facts and history stay. Refused while people or active teams are in it."""
        if self.children.filter(is_active=True).exists():
            raise PeopleError("team_has_teams", team=self.name)
        still_in = Membership.objects.touching(on, None).filter(team=self).values("person").distinct().count()
        if still_in:
            raise PeopleError("team_has_people", team=self.name, count=still_in)
        self._set_active(False, by=by, at=at)

    @transaction.atomic
    def reactivate(self, *, by: User | None, at: datetime) -> None:
        if self.parent and not self.parent.is_active:
            raise PeopleError("team_inactive", team=self.parent.name)
        self._set_active(True, by=by, at=at)

    def line_up(self) -> list[int]:
        """The ids of this team and of those above it."""
        ids, above = [self.pk], self.parent
        while above:
            ids.append(above.pk)
            above = above.parent
        return ids

    def _set_active(self, active: bool, *, by: User | None, at: datetime) -> None:
        self.is_active = active
        self.save(update_fields=["is_active"])
        Change.of_team(self, "team.reactivated" if active else "team.deactivated", by=by, at=at).save()
