"""The Django app of this slice."""

from django.apps import AppConfig


class BoardsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.boards"
    label = "boards"
