"""The Django app of this slice."""

from django.apps import AppConfig


class BoardsApp(AppConfig):
    """See the package's docstring."""

    name = "kaname.boards"
    label = "boards"

    def ready(self) -> None:
        from kaname.boards.goal_course import course_beside
        from kaname.boards.palette import boards
        from kaname.boards.today import panels
        from kaname.boards.today.changes import changes_panels
        from kaname.goals.goal_page.beside import say
        from kaname.web.palette import SOURCES

        say(course_beside)
        if boards not in SOURCES:
            SOURCES.append(boards)
        if changes_panels not in panels.SOURCES:
            panels.SOURCES.append(changes_panels)
