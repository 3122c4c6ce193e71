from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.feedback.errors import FeedbackError
from kaname.feedback.models.revision import Revision

if TYPE_CHECKING:
    from kaname.people.models import User

EDITABLE_FOR = timedelta(minutes=15)
MOST_CHARACTERS = 4000


class Kind(models.TextChoices):
    FEEDBACK = "feedback", pgettext_lazy("kind of a message", "Feedback")
    THANKS = "thanks", pgettext_lazy("kind of a message", "Thanks")


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Only the two of you")
    MANAGER = "manager", _("The two of you and the receiver’s manager")
    TEAM = "team", _("The receiver’s whole team (for praise)")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """What people said to each other, narrowed by reader; private is for two, whatever roles others have."""

    def visible_to(self, user: User, *, on: date) -> FeedbackQuerySet:
        """What `user` may read on that day. What was withdrawn stays with the two, as a record."""
        from kaname.people.scope import scope_of

        teams = scope_of(user, on).team_keys
        others = models.Q(visibility=Visibility.MANAGER, manager__user=user.pk)
        others |= models.Q(visibility=Visibility.TEAM, team__key__in=teams)
        two = models.Q(author__user=user.pk) | models.Q(receiver__user=user.pk)
        return self.filter(two | (others & models.Q(withdrawn_at=None)))

    def of_author(self, user: User) -> FeedbackQuerySet:
        return self.filter(author__user=user.pk)

    def of_receiver(self, user: User) -> FeedbackQuerySet:
        return self.filter(receiver__user=user.pk)

    def standing(self) -> FeedbackQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_people(self) -> FeedbackQuerySet:
        return self.select_related("author", "receiver", "team", "manager").prefetch_related("revisions")


class Feedback(models.Model):
    """What one person said to another about their work.

    `manager` and `team` are those of the receiver at the moment of sending, so that a later move shows nothing to
    somebody whom the author did not mean. `praises` and `improves` say which signs the text held when it was sent.
    """

    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="feedback_given")
    receiver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="feedback_received")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FEEDBACK)
    visibility = models.CharField(max_length=7, choices=Visibility.choices, default=Visibility.PRIVATE)
    manager = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    text = models.TextField()
    evidence = models.JSONField(default=list, blank=True)
    praises = models.BooleanField(default=False)
    improves = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes = (
            models.Index(fields=("receiver", "sent_at"), name="feedback_received_at"),
            models.Index(fields=("author", "sent_at"), name="feedback_given_at"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("receiver")), name="feedback_is_for_somebody_else"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="feedback_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="feedback_visibility_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(visibility="team") | models.Q(team__isnull=False),
                name="feedback_for_a_team_names_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.author_id} → {self.receiver_id} {self.sent_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:message", kwargs={"pk": self.pk})

    def editable_at(self, at: datetime) -> bool:
        return self.withdrawn_at is None and at < self.sent_at + EDITABLE_FOR

    def mark_read(self, *, at: datetime) -> None:
        """Keep when the receiver read it first."""
        if self.read_at is None and self.withdrawn_at is None:
            self.read_at = at
            self.save(update_fields=["read_at"])

    def thank(self, *, at: datetime) -> None:
        """The receiver says thank you for it, once."""
        if self.withdrawn_at is not None:
            raise FeedbackError("withdrawn")
        if self.thanked_at is None:
            self.thanked_at = at
            self.read_at = self.read_at or at
            self.save(update_fields=["thanked_at", "read_at"])

    @transaction.atomic
    def edit(self, *, text: str, signs: dict[str, Any], at: datetime) -> None:
        """Say it better within a quarter of an hour; the earlier words stay readable for whoever read them."""
        kept = Feedback.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not kept.editable_at(at):
            raise FeedbackError("too_late_to_edit" if kept.withdrawn_at is None else "withdrawn")
        if kept.text == text:
            return
        Revision.objects.create(feedback=kept, text=kept.text, replaced_at=at, was_read=kept.read_at is not None)
        self.text, self.edited_at = text, at
        self.praises, self.improves = signs["praises"], signs["improves"]
        self.save(update_fields=["text", "edited_at", "praises", "improves"])

    @transaction.atomic
    def withdraw(self, *, at: datetime) -> None:
        """Take it back; that it was sent and withdrawn stays on record for the two."""
        kept = Feedback.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if kept.withdrawn_at is not None:
            raise FeedbackError("withdrawn")
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])
