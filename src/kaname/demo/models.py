"""What the demo data of this ledger was made with; an installation with real data has no such row."""

from __future__ import annotations

from datetime import date

from django.db import models

from kaname.demo.options import Options


class DemoBuild(models.Model):
    """The demo organisation in this data folder: one row. `facts_until` is empty while its facts are not all there."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    people = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    years = models.PositiveIntegerField()
    today = models.DateField()
    facts_since = models.DateField(null=True)
    facts_until = models.DateField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="demo_build_is_the_only_one"),)

    def __str__(self) -> str:
        return f"{self.people} people, seed {self.seed}, until {self.today}"

    @property
    def options(self) -> Options:
        return Options(today=self.today, people=self.people, years=self.years, seed=self.seed)

    def covers(self, since: date, until: date) -> bool:
        """Whether all facts of `since <= day < until` are there."""
        return bool(self.facts_since and self.facts_until and self.facts_since <= since and self.facts_until >= until)
