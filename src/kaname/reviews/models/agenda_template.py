from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from kaname.reviews.kinds import Kind

if TYPE_CHECKING:
    from kaname.people.models import Role, User


class AgendaTemplateQuerySet(models.QuerySet["AgendaTemplate"]):
    def in_use(self) -> AgendaTemplateQuerySet:
        return self.filter(archived_at=None)

    def editable_by(self, user: User) -> AgendaTemplateQuerySet:
        """Their own; all of them for administrators and executives."""
        from kaname.people.scope import SEES_EVERYTHING

        role: Role | str = user.role
        return self.all() if role in SEES_EVERYTHING else self.filter(by=user)


class AgendaTemplate(models.Model):
    """An agenda that somebody made for a kind of review; the ready-made ones are no rows.

    `sections` are in order: {"source": what fills it by itself or "" for talk, "title": in the author's words, or ""}.
    """

    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=100)
    sections = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="agenda_template_kind_is_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="agenda_template_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    def as_agenda(self) -> list[dict[str, Any]]:
        """A copy that a review keeps."""
        return [dict(section) for section in self.sections]
