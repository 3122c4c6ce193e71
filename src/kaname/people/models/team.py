from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaname.people.models.key import new_key

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
