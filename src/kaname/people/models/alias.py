from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alias(models.Model):
    """How a source names a person or a team: "B. Tanaka" in the CRM is Ben. Without a source it holds for all."""

    source = models.CharField(_("Source"), max_length=100, blank=True, default="")
    ref = models.CharField(_("Name in the source"), max_length=300)
    ref_key = models.CharField(max_length=300, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="aliases", null=True, blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="aliases", null=True, blank=True)

    class Meta:
        ordering = ("source", "ref")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="alias_names_a_person_or_a_team",
            ),
            models.UniqueConstraint(
                fields=("source", "ref_key"),
                condition=models.Q(person__isnull=False),
                name="alias_of_a_person_is_unique",
            ),
            models.UniqueConstraint(
                fields=("source", "ref_key"), condition=models.Q(team__isnull=False), name="alias_of_a_team_is_unique"
            ),
        )

    def __str__(self) -> str:
        return self.ref
