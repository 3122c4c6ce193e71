from __future__ import annotations

from django.db import models


class Watching(models.Model):
    """How often the organisation looks for changes, and up to which day it has: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    every_day = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    watched_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="watching_is_the_only_one"),)

    def __str__(self) -> str:
        return f"until {self.watched_on}"

    @classmethod
    def get(cls) -> Watching:
        return cls.objects.get_or_create(id=1)[0]
