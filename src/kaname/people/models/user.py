from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    AUTO = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Language(models.TextChoices):
    JAPANESE = "ja", "日本語"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, password: str | None, language: str = "") -> User:
        """A sign-in; without a password it cannot be used until one is set."""
        user = User(email=email.strip().lower(), language=language)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in. What its owner may see and do follows from the person it belongs to."""

    email = models.EmailField(_("Email"), max_length=254, unique=True)
    language = models.CharField(_("Language"), max_length=10, choices=Language.choices, blank=True, default="")
    theme = models.CharField(_("Theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def role(self) -> str:
        """The role of the person it belongs to, "" where there is none."""
        person = getattr(self, "person", None)
        return person.role if person else ""
