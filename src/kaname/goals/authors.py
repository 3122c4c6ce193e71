"""Who did something, by name."""

from django.utils.translation import pgettext

from kaname.people.models import User


def author_name(user: User | None) -> str:
    """The name of the user's person, else the sign-in's address; without a user it was the command line."""
    if user is None:
        return pgettext("who changed something", "the kaname command")
    person = getattr(user, "person", None)
    return person.name if person else user.email
