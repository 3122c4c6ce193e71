"""Form controls in our look, tied to their help and errors."""

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


def controls(bound: BoundField) -> SafeString:
    """The control itself, with its class and, where there is an error, marked as invalid."""
    widget = bound.field.widget
    own = widget.attrs.get("class", "")
    look = next(look for kind, look in CLASSES if isinstance(widget, kind))
    classes = " ".join(filter(None, [look, own, "is-invalid" if bound.errors else ""]))
    if shape(bound) == "group":
        # Single boxes are drawn from the widget's own attributes; the widget is this form's copy.
        widget.attrs["class"] = classes
    return bound.as_widget(attrs={"class": classes})


def shape(bound: BoundField) -> str:
    """How the field is laid out: check (label behind the box), group (many boxes) or plain."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "plain"
