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
    "value_not_whole": _("{text} is no whole unit. Type {below} or {above}."),
    "value_missing": _("Give a number."),
    "value_unreadable": _("“{text}” is no number that can be read. Write it like {examples}."),
    "value_of_other_unit": _("“{text}” has another unit. {metric} is written like {examples}."),
    "ratio_ambiguous": _("“{text}” can mean one percent or a hundred. Write it with the percent sign."),
    "growth_needs_baseline": _("“{text}” needs a baseline above 0 to grow from. Give one, or type the target itself."),
    "growth_of_other_unit": _("“{text}” is in percentage points, which only a percentage has. Write it like +20%."),
    "share_unreadable": _("“{text}” is no percentage that can be read. Write it like 6.5%."),
    "goal_key_taken": _("There is already a goal with the key {key}."),
    "goal_counts": _("This goal counts already. Revise its target, CSF or KPIs one by one, each with its reason."),
    "goal_counts_already": _("This goal counts already."),
    "goal_archived_already": _("This goal is archived already."),
    "goal_not_archived": _("This goal is not archived; there is nothing to undo."),
    "target_missing": _("Say what should be reached before the goal counts."),
    "target_of_other_goal": _("Another goal has this target already: same metric, same owner, same days."),
    "parent_is_below": _("A goal cannot contribute to one that contributes to it."),
    "csf_name_needed": _("Give it a name: what would be done, in a few words."),
    "csf_is_selected": _("{csf} is selected. Select another one first, with a reason; then this one can be removed."),
    "csf_is_removed": _("{csf} was taken off the list. Put it back first."),
    "csf_unknown": _("This goal has no such candidate."),
    "cell_unknown": _("This goal has no such observation."),
    "cell_text_needed": _("Write down what you observe first; that becomes the name of the candidate."),
    "area_unknown": _("The worksheet has no area {area}."),
    "strength_unknown": _("Choose one of the strengths that the worksheet offers."),
    "text_too_long": _("This text can have up to {limit} characters."),
    "effect_reversed": _("The high end has to be at least the low one."),
    "cost_negative": _("This cannot be below 0."),
    "confidence_out_of_range": _("A confidence is between 0% and 100%."),
    "value_too_fine_for_it": _("Up to {places} digits after the decimal point are kept here."),
    "goal_metric_missing": _("Choose the metric of the goal first: the effect is in its unit."),
    "goal_without_metric": _("Choose the metric of the goal first."),
    "parts_needed": _("Choose at least two metrics to put together."),
    "two_parts_needed": _("A difference or a ratio takes exactly two metrics."),
    "metric_twice": _("Each metric can stand once among the parts."),
    "weights_needed": _("A weighted sum needs one number for each metric, and only a weighted sum has any."),
    "metric_below_itself": _("{metric} would stand below itself. Choose another metric."),
    "units_differ": _("These cannot be added up: the unit of {part} is {part_unit}, that of {metric} is {unit}."),
    "units_do_not_fit": _("The units do not fit: {formula} comes out as {made}, but the unit of {metric} is {wanted}."),
    "too_many_nodes": _("A tree has {most} metrics at most; this one would have {count}."),
    "node_not_split": _("There is nothing below it to remove."),
    "part_needed": _("Without it {metric} is not put together any more. Change its parts, or remove all below it."),
    "pivot_stays": _("The goal's own metric stays on top of its tree."),
    "ready_tree_unknown": _("There is no ready-made tree {tree}."),
    "ready_tree_unfit": _("This tree puts {pivot} together, and this goal is about {metric}."),
    "tree_changed_meanwhile": _("The tree has changed meanwhile. Look at it again before you change it."),
    "team_outside_goal": _("{team} does not belong to this goal."),
    "grain_unsuitable": _("A KPI is looked at by week, month, quarter, half or year."),
    "kpi_taken": _("{metric} is a KPI of this team already."),
    "kpi_limit": _("A team follows at most {most} KPIs per goal: whoever watches four watches none. Swap one instead."),
    "sharer_unknown": _("Nobody of this team is called that."),
    "value_negative": _("A target to spread is 0 or more."),
    "fixed_exceed_total": _("The typed values come to more than the sum. Let one of them go, or let the sum change."),
    "nothing_free": _("All other values are typed: none can take the difference. Let one go, or let the sum change."),
    "already_withdrawn": _("This target is already withdrawn."),
    "not_withdrawn": _("This target is in force; there is nothing to undo."),
    "changed_meanwhile": _("{by} has changed this target meanwhile. Look at it again before you change it."),
    "set_meanwhile": _("Somebody else has set some of these targets just now. Look at them again before you set them."),
    "yours_to_set": _("This target is yours to set: revise it instead of proposing something."),
    "target_withdrawn": _("This target is withdrawn. It has to be in force again first."),
    "proposal_open": _("Your last proposal for this target is still open. Withdraw it before you make another."),
    "proposal_changes_nothing": _("This is what the target asks for already."),
    "proposal_not_yours": _("Only its author can withdraw a proposal."),
    "proposal_decided": _("{by} has decided about this proposal meanwhile."),
    "proposal_withdrawn": _("{by} has withdrawn this proposal meanwhile."),
    "answer_needed": _("Say why not: whoever proposed it reads your answer."),
    "metric_cannot_be_computed": _("This metric cannot be computed as it stands."),
    "values_not_visible": _("Name a team or a person whose numbers you may see."),
    "team_unknown": _("There is no team {team}."),
    "person_unknown": _("There is no person {person}."),
    "where_malformed": _("“{text}” is no condition. Write FIELD=VALUE, such as product=Basic."),
    "grain_twice": _("Ask for one of {grains} only."),
    "goal_unknown": _("There is no goal {goal}."),
    "goal_key_malformed": _(
        "The key of a goal is up to 64 letters a–z, digits, - and _, such as revenue-2026. These are taken: {reserved}."
    ),
    "goal_is_archived": _("This goal is archived. Restore it first."),
    "share_out_of_range": _("A market cannot shrink to nothing."),
    "locked_without_value": _("What is locked needs a planned value."),
    "not_yours_to_import": _("Only administrators and executives bring in goals: a file carries their history."),
    "not_yours_to_create": _("Only administrators add teams and people. Ask one to import this file."),
}


class GoalsError(Exception):
    """Something about metrics or targets that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        return str(MESSAGES[self.code]).format(**self.params)
