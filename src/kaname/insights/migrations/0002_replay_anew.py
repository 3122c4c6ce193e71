"""Replays held teams and people against numbers that they have nothing to do with; they are replayed anew."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_replays(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("insights", "PastOutlook").objects.filter(replayed=True).delete()


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_insights")]
    operations = [migrations.RunPython(forget_replays, migrations.RunPython.noop)]
