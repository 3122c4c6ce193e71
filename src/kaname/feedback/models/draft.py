from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from kaname.feedback.models.feedback import Kind

if TYPE_CHECKING:
    from kaname.people.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_author(self, user: User) -> DraftQuerySet:
        """A draft is its author's alone."""
        return self.filter(author__user=user.pk)


class Draft(models.Model):
    """What somebody is writing to somebody; one per pair and kind, gone when it is sent or thrown away.

    `picked` are keys of the evidence to mention, `left` fingerprints of the marks that the author left as they are.
    """

    author = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True, default="")
    visibility = models.CharField(max_length=7, blank=True, default="")
    picked = models.JSONField(default=list, blank=True)
    left = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-saved_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("author", "receiver", "kind"), name="one_feedback_draft_per_pair"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="feedback_draft_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("receiver")), name="feedback_draft_is_for_somebody_else"
            ),
        )

    def __str__(self) -> str:
        return f"{self.author_id} → {self.receiver_id}"
