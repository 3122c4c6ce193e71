from __future__ import annotations

from django.db import models


class WorksheetCell(models.Model):
    """One observation on a worksheet of a goal, with its evidence.

    `area` is an activity of the value chain or one of the five forces; `strength` is above 0 for a strength and below
    for a weakness, or the intensity of a force from 1 to 5.
    """

    class Sheet(models.TextChoices):
        VALUE_CHAIN = "value_chain"
        FIVE_FORCES = "five_forces"

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="cells")
    sheet = models.CharField(max_length=12, choices=Sheet.choices)
    area = models.CharField(max_length=32)
    strength = models.SmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)
    metric_keys = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("sheet", "area", "position", "pk")

    def __str__(self) -> str:
        return f"{self.sheet} {self.area}"
