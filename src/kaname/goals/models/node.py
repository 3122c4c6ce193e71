from __future__ import annotations

from django.db import models

from kaname.measures.operation import Operation


class Node(models.Model):
    """A metric in a goal's KPI tree; `operation` says how its children make it, empty where it is a leaf.

    The node without a parent is the pivot, the KGI itself. `planned` is the value that it should reach in the goal's
    period, `locked` whether somebody fixed it; `weight` is its factor in a parent that is a weighted sum;
    `hours_each` the working time that one unit of a leaf takes, where it is known. [h]
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    metric_key = models.CharField(max_length=64)
    operation = models.CharField(
        max_length=12, choices=[(operation.value, operation.value) for operation in Operation], blank=True
    )
    weight = models.FloatField(null=True, blank=True)
    hours_each = models.FloatField(null=True, blank=True)
    planned = models.FloatField(null=True, blank=True)
    locked = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["goal"], condition=models.Q(parent=None), name="one_pivot_per_goal"),
            models.CheckConstraint(
                condition=models.Q(locked=False) | models.Q(planned__isnull=False), name="locked_node_has_value"
            ),
        )

    def __str__(self) -> str:
        return self.metric_key
