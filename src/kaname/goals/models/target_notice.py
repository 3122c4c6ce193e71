from __future__ import annotations

from django.conf import settings
from django.db import models


class TargetNotice(models.Model):
    """That somebody is to be told, until they have seen it: of a change of their target, or of a proposal.

    Of a proposal those are told who decide about it, and afterwards whoever made it. `at` is when it happened.
    """

    # The indexes below serve these keys; one more for each would double the time that a thousand notices take.
    revision = models.ForeignKey(
        "goals.TargetRevision", on_delete=models.CASCADE, null=True, db_index=False, related_name="notices"
    )
    proposal = models.ForeignKey(
        "goals.TargetProposal", on_delete=models.CASCADE, null=True, db_index=False, related_name="notices"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["user", "seen_at", "at"], name="notice_by_user"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revision=None, proposal__isnull=False)
                | models.Q(revision__isnull=False, proposal=None),
                name="notice_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["revision", "user"], name="one_notice_per_revision_and_user"),
            models.UniqueConstraint(
                fields=["proposal", "user"],
                condition=models.Q(proposal__isnull=False),
                name="one_notice_per_proposal_and_user",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.revision_id or self.proposal_id}"
