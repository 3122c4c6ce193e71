"""Mappings remembered for the next file of the same shape."""

from django.conf import settings
from django.db import models

from kaname.imports.models.source import Source


class SavedMapping(models.Model):
    """The mapping that was used for files of one source with these headers."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="saved_mappings")
    fingerprint = models.CharField(max_length=64)
    headers = models.JSONField()
    mapping = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("source", "fingerprint"), name="imports_one_mapping_per_source_and_headers"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} ({len(self.headers)})"
