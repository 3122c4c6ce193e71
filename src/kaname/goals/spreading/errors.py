"""What cannot be spread as asked, with the names and numbers that say where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.goals.errors import GoalsError

MESSAGES = {
    "typed_exceed": _(
        "{owner}, {part}: the typed values come to {typed}, and only {total} are there to hand out. Empty one of them, "
        "so that it changes with the others."
    ),
    "all_typed": _(
        "{owner}, {part}: every value is typed, and together they come to {typed} instead of {total}. Empty one of "
        "them, so that it changes with the others."
    ),
    "given_elsewhere": _(
        "This is not decided on this sheet: it comes from the sheet of the team above, or is the goal's own target."
    ),
    "not_in_force_yet": _("This goal is a draft. Its targets come into force when it is published."),
    "typed_by_other_parts": _(
        "{count} typed values stand in months or weeks that there would be none of any more. Untick “Keep typed "
        "values” to drop them, or keep the parts as they are."
    ),
    "part_unknown": _("This sheet has other months or weeks by now. Look at it again before you change it."),
    "target_of_other_goal": _(
        "{metric}, {owner}, {period}: this target belongs to the goal {goal} already. Take it off one of the two."
    ),
    "target_of_archived_goal": _(
        "{metric}, {owner}, {period}: this target belongs to the archived goal {goal}. Restore that goal instead of "
        "setting it anew."
    ),
}


class SheetError(GoalsError):
    """A GoalsError of the sheet; `params` fill its sentence."""

    sentences = MESSAGES
