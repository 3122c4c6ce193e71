from __future__ import annotations

from django.db import models


class DailyRule(models.Model):
    """How a team does its daily reports; a team without a row goes by the defaults.

    `shares_learned`: colleagues in the team read what was learned. `reminds`: who has not reported is reminded.
    """

    team = models.OneToOneField("people.Team", on_delete=models.CASCADE, related_name="daily_rule")
    shares_learned = models.BooleanField(default=False)
    reminds = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.team_id)
