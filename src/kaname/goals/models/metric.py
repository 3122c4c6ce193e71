from __future__ import annotations

from django.db import models


class Metric(models.Model):
    """A metric that this installation added, changed, archived or placed on its board.

    Catalogue metrics without a row here are used as they come.
    """

    key = models.CharField(max_length=64, unique=True)
    position = models.PositiveIntegerField(default=0)
    on_board = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.key
