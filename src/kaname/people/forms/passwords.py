"""Choosing a password twice, judged by the rules for passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaname.people.models import User


class PasswordForm(forms.Form):
    """Knows whose password it is by email (given, or a field of the form), so that the two are not alike."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words that belong together for you alone are good."),
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        password, again = values.get("password"), values.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords differ."))
        if password:
            self._judge(password, values.get("email") or self.owner)
        return values

    def _judge(self, password: str, email: str) -> None:
        try:
            validate_password(password, User(email=email))
        except ValidationError as weak:
            self.add_error("password", weak)
