"""One noun per file; Django finds a package's models by importing them here."""

from kaname.telling.models.channel import Announcement, Channel, Service
from kaname.telling.models.delivery import Delivery, State, Waiting
from kaname.telling.models.notice import Notice
from kaname.telling.models.preference import PersonTelling, Preference
from kaname.telling.models.rhythm import Rhythm, Way

__all__ = [
    "Announcement",
    "Channel",
    "Delivery",
    "Notice",
    "PersonTelling",
    "Preference",
    "Rhythm",
    "Service",
    "State",
    "Waiting",
    "Way",
]
