"""The Django app of this slice."""

from django.apps import AppConfig


class WebApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.web"
    label = "web"
