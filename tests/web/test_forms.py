"""Forms in our look: labels, help and errors tied to their controls, and refusals beside the field."""

import re
from types import MappingProxyType

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines

from kaname.web.forms import errors_on
from kaname.web.refusal import Refusal


class Trial(forms.Form):
    name = forms.CharField(label="Name", help_text="As <others> know you.")
    role = forms.ChoiceField(label="Role", choices=[("a", "A"), ("b", "B")])
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Mon"), ("2", "Tue")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="Agree", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class TrialError(Refusal):
    """As slices have them: a code, parameters and a sentence."""

    sentences = MappingProxyType({"overlaps": "They overlap with {name}."})


def html(form):
    return engines["django"].from_string("{% load kaname %}{% fields form %}").render({"form": form})


def test_every_control_has_a_label_and_its_class():
    page = html(Trial())
    for field in ("name", "role", "agree"):
        assert re.search(rf'<label[^>]*(for="id_{field}"|class="form-check")', page)
    assert page.count("form-control") == 1
    assert page.count("form-select") == 1
    assert page.count('class="form-check-input"') == 3
    assert "<legend" in page


def test_help_is_tied_to_its_control_and_stays_text():
    page = html(Trial())
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'id="id_name_helptext">As &lt;others&gt; know you.' in page


def test_errors_are_tied_to_their_control_and_what_was_typed_stays():
    page = html(Trial({"name": "", "role": "b", "days": ["2"]}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert '<option value="b" selected>' in page
    assert re.search(r'value="2"[^>]*checked', page)


@pytest.mark.parametrize(
    ("refusal", "field", "sentence"),
    [
        (TrialError("overlaps", name="Ben"), None, "They overlap with Ben."),
        (ValidationError("Not so."), None, "Not so."),
        (ValidationError({"name": "Taken."}), "name", "Taken."),
        (ValidationError({"elsewhere": "Not here."}), None, "Not here."),
    ],
)
def test_what_an_operation_refuses_stands_on_the_form(refusal, field, sentence):
    form = Trial({"name": "Ben", "role": "a", "days": ["1"]})
    assert form.is_valid()
    with errors_on(form):
        raise refusal
    assert form.errors[field or "__all__"] == [sentence]


def test_a_fault_is_not_a_refusal():
    with pytest.raises(ZeroDivisionError), errors_on(Trial({})):
        raise ZeroDivisionError
