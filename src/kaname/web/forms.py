"""What forms share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from kaname.web.refusal import Refusal


@contextmanager
def errors_on(form: BaseForm) -> Iterator[None]:
    """What an operation refuses stands on the form, beside the field that it names or on top.

    What is refused is a ValidationError or a slice's own Refusal.
    """
    try:
        yield
    except ValidationError as refused:
        known = getattr(refused, "error_dict", {})
        if known and not set(known) <= set(form.fields):
            refused = ValidationError(refused.messages)
        form.add_error(None, refused)
    except Refusal as refused:
        form.add_error(None, str(refused))


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        help_text=_("A name by which you will know it later, such as the program that uses it."),
    )
