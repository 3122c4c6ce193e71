"""The Django app of this slice."""

from django.apps import AppConfig


class ImportsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.imports"
    label = "imports"
