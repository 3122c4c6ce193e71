"""One noun per file; Django finds a package's models by importing them here."""

from kaname.feedback.models.draft import Draft
from kaname.feedback.models.endpoint import Endpoint
from kaname.feedback.models.feedback import EDITABLE_FOR, MOST_CHARACTERS, Feedback, Kind, Visibility
from kaname.feedback.models.revision import Revision

__all__ = ["EDITABLE_FOR", "MOST_CHARACTERS", "Draft", "Endpoint", "Feedback", "Kind", "Revision", "Visibility"]
