"""What can be wrong with a metric or a target: stable codes, with words for the screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "not_yours_to_set": _("Only those who manage this team may set its targets. Ask its manager or an administrator."),
    "not_yours_to_define": _("Only administrators and executives change what a number means for everybody."),
    "metric_unknown": _("There is no metric {metric}."),
    "metric_archived": _("{metric} is archived. Restore it first."),
    "key_taken": _("There is already a metric with the key {key}. Choose another key, or change that metric."),
    "key_is_fixed": _("The key of a metric stays: files and programs know it by that. Make a new metric instead."),
    "metric_in_use": _("{metric} cannot be archived: {users} are computed from it."),
    "reason_needed": _("Say why: everybody whose number this is can read it later."),
    "reason_too_long": _("The reason can have up to {limit} characters."),
    "dates_reversed": _("The first day has to be before the last."),
    "period_out_of_reach": _("A target is for days from {first} to {last}, and for {years} years at most."),
    "days_out_of_reach": _("Ask for days from {first} to {last}."),
    "one_owner": _("A target belongs to a team or to a person, not to both."),
    "range_reversed": _("The upper end has to be above the lower one."),
    "upper_unwanted": _("Only a metric that is best within a range has an upper end."),
    "upper_needed": _("This metric is best within a range: give its upper end as well."),
    "value_too_large": _("The number is too large. Up to 14 digits before the decimal point can be kept."),
    "value_too_fine": _("The number has too many digits. Up to 15 in all and 6 after the decimal point are kept."),
    "value_missing": _("Give a number."),
    "value_unreadable": _("“{text}” is no number that can be read. Write it like {examples}."),
    "value_of_other_unit": _("“{text}” has another unit. {metric} is written like {examples}."),
    "ratio_ambiguous": _("“{text}” can mean one percent or a hundred. Write it with the percent sign."),
    "already_withdrawn": _("This target is already withdrawn."),
    "not_withdrawn": _("This target is in force; there is nothing to undo."),
    "changed_meanwhile": _("{by} has changed this target meanwhile. Look at it again before you change it."),
    "metric_cannot_be_computed": _("This metric cannot be computed as it stands."),
    "values_not_visible": _("Name a team or a person whose numbers you may see."),
    "team_unknown": _("There is no team {team}."),
    "person_unknown": _("There is no person {person}."),
    "where_malformed": _("“{text}” is no condition. Write FIELD=VALUE, such as product=Basic."),
    "grain_twice": _("Ask for one of {grains} only."),
}


class GoalsError(Exception):
    """Something about metrics or targets that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        return str(MESSAGES[self.code]).format(**self.params)
