"""Where facts come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """One origin of facts: an export of the CRM, the phone system, hand entry. Its key stands on every fact."""

    key = models.CharField(_("key"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    expected_every_days = models.PositiveSmallIntegerField(_("new data expected every … days"), null=True, blank=True)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(key=""), name="imports_source_has_a_key"),
            models.CheckConstraint(
                condition=models.Q(expected_every_days=None) | models.Q(expected_every_days__gte=1),
                name="imports_source_rhythm_is_a_day_or_more",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.key
