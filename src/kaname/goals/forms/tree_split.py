"""How a node of a KPI tree is put together, as people choose it: what is done with which metrics."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kaname.goals.errors import GoalsError
from kaname.goals.forms import choices
from kaname.goals.forms.metric_rows import PART, PartForm, Row, reshaping, rows_typed
from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.work_groups import metric_groups
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import TAKES_TWO

FEWEST_ROWS = 2


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why the tree changes"),
        required=False,
        max_length=500,
        help_text=_("This goal counts: everybody who carries it can read the reason."),
    )


class ReasonForm(forms.Form):
    """Why the tree of a goal that counts changes."""

    reason = reason_field()


class SplitForm(forms.Form):
    """The parts are rows beside it. A form with `data` is checked, one without only shows."""

    operation = forms.ChoiceField(label=_("How they are put together"), choices=choices.OPERATIONS, widget=reshaping())
    reason = reason_field()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        parent: str,
        above: Collection[str],
        goal: Goal,
        reader: Reader,
        initial: Mapping[str, Any] | None = None,
        parts: list[Row] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {"operation": Operation.PRODUCT}))
        self.parent, self.above, self.reader = parent, tuple(above), reader
        self.split: Split | None = None
        if goal.is_draft:
            del self.fields["reason"]
        rows = rows_typed(data, PART) if data is not None else (parts or [])
        rows += [{}] * (FEWEST_ROWS - len(rows))
        self.metrics = self._offered()
        self.parts = [self._part(row, number) for number, row in enumerate(rows)]

    @classmethod
    def of(cls, branch: Branch, **options: Any) -> SplitForm:
        """The form as it stands for a node."""
        weights = branch.weights or (1.0,) * len(branch.parts)
        rows = [
            {"part_metric": key, "part_weight": f"{weight:g}"} for key, weight in zip(branch.keys, weights, strict=True)
        ]
        operation = branch.operation or Operation.PRODUCT
        return cls(parent=branch.metric_key, initial={"operation": operation}, parts=rows, **options)

    @classmethod
    def choosing(cls, split: Split, *, reason: str, **options: Any) -> SplitForm:
        """The form as somebody would have sent it who chose this."""
        data = QueryDict(mutable=True)
        data.update({"operation": str(split.operation), "reason": reason})
        data.setlist("part_metric", list(split.keys))
        data.setlist("part_weight", [f"{weight:g}" for weight in split.weights])
        return cls(data, **options)

    @classmethod
    def redrawn(cls, post: QueryDict, *, action: str, **options: Any) -> SplitForm:
        """The form as typed, with a row added or removed, and nothing checked yet."""
        rows = rows_typed(post, PART)
        verb, _colon, number = action.partition(":")
        if verb == "add_part":
            rows.append({})
        elif verb == "remove_part" and number.isdigit():
            rows[int(number) : int(number) + 1] = []
        return cls(initial={name: post.get(name, "") for name in cls.base_fields}, parts=rows, **options)

    @property
    def weighted(self) -> bool:
        return bool(self["operation"].value() == Operation.WEIGHTED_SUM)

    @property
    def takes_two(self) -> bool:
        return self["operation"].value() in TAKES_TWO

    @property
    def chosen(self) -> Split | None:
        """What the form says as it stands, complete or not; None before any metric is chosen."""
        parts = [part for part in self.parts if part.metric]
        operation = str(self["operation"].value() or Operation.PRODUCT)
        if not parts or operation not in set(Operation):
            return None
        weights = tuple(1.0 if part.weight is None else part.weight for part in parts) if self.weighted else ()
        return Split(Operation(operation), tuple(part.metric for part in parts), weights)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part in self.parts if self.weighted else []:
            if part.weight is None:
                part.full_clean()
                part.add_error("part_weight", _("Give a number, such as 1 or -0.5."))
                self.add_error(None, _("One of the weights is not a number."))
        if self.errors:
            return data
        if self.chosen is None:
            self.add_error(None, str(GoalsError("parts_needed")))
            return data
        try:
            require_sound(self.chosen, parent=self.parent, above=self.above, metrics=self.reader.metrics)
            self.split = self.chosen
        except GoalsError as error:
            self.add_error(None, str(error))
        return data

    def _offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every metric in use but those that would stand below themselves."""
        barred = {self.parent, *self.above}
        groups = metric_groups(self.reader)
        return [(label, [(key, name) for key, name in members if key not in barred]) for label, members in groups]

    def _part(self, row: Row, number: int) -> PartForm:
        data = row if self.is_bound else None
        return PartForm(data, metrics=self.metrics, initial=row, auto_id=f"part_{number}_%s")
