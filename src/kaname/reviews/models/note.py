from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models import User


class NoteQuerySet(models.QuerySet["Note"]):
    def shared(self) -> NoteQuerySet:
        """Those that everybody in the meeting reads."""
        return self.filter(author=None)

    def private_of(self, user: User) -> NoteQuerySet:
        """The user's own private ones; nobody else's, whatever the role."""
        return self.filter(author=user)


class Note(models.Model):
    """What is written down in a review, in Markdown: one that all share and, per author, a private one.

    `revision` counts what was kept; the text of each is in its NoteRevision.
    """

    meeting = models.ForeignKey("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",), condition=models.Q(author=None), name="one_shared_note_per_meeting"
            ),
            models.UniqueConstraint(fields=("meeting", "author"), name="one_private_note_per_author"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} #{self.revision}"


class NoteRevision(models.Model):
    """A note as it was kept once: by whom, when, and in how many places two versions stand side by side."""

    note = models.ForeignKey("reviews.Note", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    conflicts = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("note", "number")
        constraints = (models.UniqueConstraint(fields=("note", "number"), name="one_note_revision_per_number"),)

    def __str__(self) -> str:
        return f"{self.note_id} #{self.number}"
