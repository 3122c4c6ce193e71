"""The Django app of this slice."""

from django.apps import AppConfig


class BoardsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.boards"
    label = "boards"

    def ready(self) -> None:
        from kaname.boards.palette import boards
        from kaname.web.palette import SOURCES

        if boards not in SOURCES:
            SOURCES.append(boards)
