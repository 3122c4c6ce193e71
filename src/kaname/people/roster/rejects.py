"""Why a row of a people file was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS = {
    "cells_missing": _("The row has {found} cells where the header has {expected}."),
    "cells_extra": _("The row has {found} cells where the header has {expected}."),
    "quote_open": _("A quotation mark opens in this row and never closes."),
    "name_missing": _("The name is missing."),
    "email_invalid": _("This is not an email address."),
    "role_unknown": _("This is not a role. Use one of: {allowed}."),
    "left_before_since": _("The last day is before the first."),
    "same_name": _("Rows {rows} have the same name. Give each an email, an employee code or a first day of its own."),
    "same_person_twice": _("Rows {rows} are the same person. Give each a first day of its own, or keep one."),
    "identity_missing": _("Rows {rows} have the same name. Give this one an email or an employee code too."),
    "identities_differ": _("The employee code belongs to {first}, the email to {second}."),
    "email_shared": _("Rows {rows} have the same email but different employee codes."),
    "name_ambiguous": _("There are {count} people called {name}. Say who is meant by email or employee code."),
    "manager_ambiguous": _("There are {count} people called {name}. Give the manager's email."),
    "manager_circle": _("Rows {rows} name each other as managers, in a circle."),
    "team_ambiguous": _("There are {count} teams called {team}. Say which with a column for the parent team."),
    "team_inactive": _("The team {team} is not active. Reactivate it first."),
    "team_is_its_parent": _("A team cannot belong to itself."),
    "person_has_left": _("{name} has left. Reactivate them on their page if they are back."),
    "since_needed": _("{name} has been in several teams. Give the first day in this one."),
    "last_administrator": _("{name} is the only administrator who can sign in."),
    "date_unknown": _("This is not a date in any form that is understood."),
    "date_impossible": _("There is no such day."),
    "date_order": _("This is not a date in the same order of day and month as the rest of its column."),
    "date_needed": _("This is a time without a date."),
    "date_weekday": _("{day} is another day of the week."),
    "time_unknown": _("What follows the date is not a time of day."),
    "zone_unknown": _("What follows the date is not a time zone."),
    "value_too_long": _("This is longer than {limit} characters."),
}


@dataclass(frozen=True)
class PeopleReject:
    """One thing that is wrong with a row; a row with several has several of these.

    `row` is the line of the file as a person sees it; `field` is "" where the row as a whole is at fault.
    """

    row: int
    field: str
    column: str
    value: str
    code: str
    params: Mapping[str, Any]
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(REASONS[self.code]).format(**self.params)

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "field": self.field,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": str(self),
        }
