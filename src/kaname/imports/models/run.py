"""One import of one file, from the draft to the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kaname.imports.models.saved_mapping import SavedMapping
from kaname.imports.models.source import Source
from kaname.people.models import Role, User

MOST_ATTEMPTS = 2
COUNTS = ("rows_read", "loaded", "replaced", "unchanged", "rejected")


def new_batch_id() -> str:
    """A name for one batch of facts; the fact store recognises it when it comes again."""
    return f"import-{uuid4().hex}"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Whose runs, and in which state."""

    def visible_to(self, user: User) -> ImportRunQuerySet:
        """Imports change everybody's numbers, so only administrators see and make them."""
        return self.all() if user.role == Role.ADMINISTRATOR else self.none()

    def open(self) -> ImportRunQuerySet:
        """Runs that a worker still has to finish."""
        return self.filter(status__in=(ImportRun.Status.QUEUED, ImportRun.Status.RUNNING))


class ImportRun(models.Model):
    """A file on its way into the fact store. Rows are counted in `rows_read` and `rejected`, facts in the others."""

    class Status(models.TextChoices):
        """Where the run stands."""

        UPLOADING = "uploading", pgettext_lazy("state of an import", "Uploading")
        DRAFT = "draft", pgettext_lazy("state of an import", "Draft")
        CHECKING = "checking", pgettext_lazy("state of an import", "Being checked")
        QUEUED = "queued", pgettext_lazy("state of an import", "Waiting")
        RUNNING = "running", pgettext_lazy("state of an import", "Running")
        DONE = "done", pgettext_lazy("state of an import", "Done")
        CANCELLED = "cancelled", pgettext_lazy("state of an import", "Cancelled")
        FAILED = "failed", pgettext_lazy("state of an import", "Failed")

    class Origin(models.TextChoices):
        """By which door the file came."""

        PAGE = "page", pgettext_lazy("origin of an import", "Page")
        API = "api", pgettext_lazy("origin of an import", "API")
        COMMAND = "command", pgettext_lazy("origin of an import", "Command")

    batch_id = models.CharField(max_length=80, unique=True, default=new_batch_id)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    status = models.CharField(max_length=10, choices=Status.choices)
    file_name = models.CharField(max_length=255)
    file_path = models.CharField(max_length=1000, blank=True)
    file_bytes = models.BigIntegerField(default=0)
    shape = models.JSONField(null=True, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    remembered = models.ForeignKey(SavedMapping, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    trial = models.JSONField(null=True, blank=True)
    rows_read = models.BigIntegerField(default=0)
    loaded = models.BigIntegerField(default=0)
    replaced = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    unknown_people = models.JSONField(default=list, blank=True)
    unknown_teams = models.JSONField(default=list, blank=True)
    rejects_path = models.CharField(max_length=1000, blank=True)
    error_code = models.CharField(max_length=100, blank=True)
    error_params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    stop_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    progressed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("status",), name="imports_run_by_status"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(**{f"{count}__gte": 0 for count in COUNTS}),
                name="imports_run_counts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("done", "cancelled", "failed"), finished_at=None),
                name="imports_ended_run_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("queued", "running", "done"), source=None),
                name="imports_started_run_has_a_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="failed", error_code=""), name="imports_failed_run_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.status})"

    def get_absolute_url(self) -> str:
        return reverse("imports:run", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether nothing of it has been sent to the fact store yet."""
        return self.status in (self.Status.UPLOADING, self.Status.DRAFT, self.Status.CHECKING)

    @property
    def is_tried(self) -> bool:
        """Whether what trying it showed still holds: the mapping is the one that was tried."""
        return self.trial is not None and self.trial.get("mapping") == self.mapping

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it, or will."""
        return self.status in (self.Status.CHECKING, self.Status.QUEUED, self.Status.RUNNING)

    @property
    def share_done(self) -> float | None:
        """How much of the file has been read, 0–1; None before anything is known."""
        return min(1.0, self.bytes_done / self.bytes_total) if self.bytes_total else None

    def claim(self, *, at: datetime) -> bool:
        """Take the run for this worker; False when it is over.

        A run that is already running was left by a server that died: its batch id makes a repetition harmless. One
        that has died with the server every time is given up.
        """
        taken = ImportRun.objects.open().filter(pk=self.pk)
        if not taken.update(status=self.Status.RUNNING, started_at=at, progressed_at=at, attempts=F("attempts") + 1):
            self.refresh_from_db()
            return False
        self.refresh_from_db()
        if self.attempts > MOST_ATTEMPTS:
            self.end(self.Status.FAILED, at=at, code="server_stopped")
        return self.attempts <= MOST_ATTEMPTS

    def ask_to_stop(self, *, at: datetime) -> None:
        """Cancel it: at once while it waits, else as soon as its worker looks."""
        ImportRun.objects.filter(pk=self.pk, status=self.Status.RUNNING).update(stop_asked=True)
        waiting = ImportRun.objects.filter(pk=self.pk, status=self.Status.QUEUED)
        waiting.update(status=self.Status.CANCELLED, stop_asked=True, finished_at=at)
        self.refresh_from_db()

    def end(self, status: str, *, at: datetime, code: str = "", params: dict[str, Any] | None = None) -> None:
        """Record how it ended, with its counts as they stand."""
        self.status, self.finished_at = status, at
        self.error_code, self.error_params = code, params or {}
        self.save()
