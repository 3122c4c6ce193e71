"""What can be wrong with a change to people, teams or calendars: stable codes, with words for the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.web.refusal import Refusal

MESSAGES = {
    "column_of_names_unknown": _("No column looks like the names of people. Say which one it is: {columns}."),
    "column_unknown": _("There is no column {column}; the nearest is {suggestion}. The columns are {columns}."),
    "day_order_ambiguous": _("The dates in {column} can be read in several orders ({orders}). Say which is meant."),
    "membership_overlaps": _("{person} is already in {team} in that time. One person is in one team at a time."),
    "dates_reversed": _("The first day has to be before the last."),
    "manager_is_oneself": _("Nobody is their own manager."),
    "person_has_left": _("{person} has left. Reactivate them first."),
    "last_administrator": _("{person} is the only administrator who can sign in. Name another one first."),
    "email_taken": _("Somebody else already has the email {email}."),
    "employee_code_taken": _("Somebody else already has the employee code {employee_code}."),
    "email_needed": _("A sign-in needs an email. Enter one for {person} first."),
    "team_below_itself": _("{team} cannot belong to a team that is below it."),
    "team_name_taken": _("There is already a team called {team} there."),
    "team_has_people": _("{count} people are still in {team}. Move them first."),
    "team_has_teams": _("There are still teams below {team}. Move or deactivate them first."),
    "team_inactive": _("{team} is not active."),
    "hours_overlap": _("{person} already has own working hours in that time."),
    "holiday_twice": _("These days are already entered."),
    "ref_taken": _("{ref} already stands for {other}."),
    "invitation_not_open": _("This invitation has been used, withdrawn or has expired. Ask for a new one."),
    "set_up_already": _("Kaname is already set up."),
    "setup_code_wrong": _("This is not the code that Kaname printed when it started."),
}


class PeopleError(Refusal):
    """A change that cannot be made as asked; `code` is stable, `params` fill its sentence."""

    sentences = MESSAGES
