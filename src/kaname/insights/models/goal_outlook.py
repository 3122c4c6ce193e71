from __future__ import annotations

from django.db import models

from kaname.goals.models import Goal


class GoalOutlook(models.Model):
    """Where the numbers of a goal's KPI tree will end, from the outlooks of its leaves: the latest word.

    `leaf_keys`, `quantiles` (of the end, at `measures.outlook.ends.SHARES`, null where there is no outlook) and
    `correlation` are what the ends are drawn from; `own_quantiles` are those of the goal's own outlook, empty without
    one: what it knows beyond the tree is added to the tree's. `nodes` are those of the tree down to these leaves (see
    `goal_outlook.nodes`); `missing` names leaves without an outlook, and why. `moves` are what would raise the
    probability, the best first.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="+")
    leaf_keys = models.JSONField(default=list)
    quantiles = models.JSONField(default=list)
    correlation = models.JSONField(default=list)
    own_quantiles = models.JSONField(default=list)
    nodes = models.JSONField(default=list)
    missing = models.JSONField(default=dict)
    moves = models.JSONField(default=list)
    n_periods = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.goal_id} at {self.made_at}"
