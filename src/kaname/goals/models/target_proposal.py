from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models import User
    from kaname.people.scope import Scope


class TargetProposalQuerySet(models.QuerySet["TargetProposal"]):
    """Proposals, narrowed by reader and state."""

    def visible_to(self, user: User, scope: Scope) -> TargetProposalQuerySet:
        """The user's own, and those that the user decides about; what colleagues propose is not shown around."""
        if scope.everything:
            return self.all()
        decided = models.Q(target__team__key__in=scope.managed_team_keys)
        if scope.managed_team_keys:
            decided |= models.Q(target__person__key__in=scope.person_keys)
        return self.filter(models.Q(by=user) | decided)

    def open(self) -> TargetProposalQuerySet:
        return self.filter(accepted=None)

    def accepted(self) -> TargetProposalQuerySet:
        return self.filter(accepted=True)

    def declined(self) -> TargetProposalQuerySet:
        return self.filter(accepted=False).exclude(decided_by=models.F("by"))

    def withdrawn(self) -> TargetProposalQuerySet:
        return self.filter(accepted=False, decided_by=models.F("by"))


class TargetProposal(models.Model):
    """That somebody asks for another value of a target; whoever sets the target decides, with an answer.

    A proposal that its own author turned down was withdrawn.
    """

    target = models.ForeignKey("goals.Target", on_delete=models.CASCADE, related_name="proposals")
    value = models.DecimalField(max_digits=20, decimal_places=6)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = TargetProposalQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="target_proposal_has_reason"),
            models.CheckConstraint(
                condition=models.Q(accepted=None, decided_at=None)
                | models.Q(accepted__isnull=False, decided_at__isnull=False),
                name="target_proposal_is_decided_at_once",
            ),
            models.UniqueConstraint(
                fields=["target", "by"], condition=models.Q(accepted=None), name="one_open_proposal_per_target"
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value}"
