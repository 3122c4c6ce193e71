"""The Django app of this slice."""

from django.apps import AppConfig


class DemoApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.demo"
    label = "demo"
