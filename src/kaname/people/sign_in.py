"""Who can sign in: invitations with a link, the first administrator, and no open sign-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kaname.people.errors import PeopleError
from kaname.people.models import Change, Invitation, Organisation, Person, Role, User
from kaname.people.models.invitation import VALID_FOR, fingerprint
from kaname.web.models import ApiToken

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        """Nobody adds an address by themselves: it is what they sign in with, and an administrator vouches for it.

        The form for a forgotten password asks here too, and may.
        """
        if self.request.resolver_match.url_name == "account_email":
            raise ValidationError(_("Ask an administrator to change your email under Settings, People."))
        return super().clean_email(email)  # type: ignore[no-any-return]


@transaction.atomic
def set_up(*, name: str, email: str, password: str, organisation: dict[str, Any], at: datetime) -> User:
    """Create the organisation and its first administrator, who may have been imported already; refused once there is
    a user.
    """
    if User.objects.exists():
        raise PeopleError("set_up_already")
    row, _ = Organisation.objects.update_or_create(pk=1, defaults=organisation)
    person = Person.objects.filter(email__iexact=email).first() or Person(email=email.lower())
    person.name, person.role, person.is_active, person.left_on = name, Role.ADMINISTRATOR, True, None
    person.save()
    user = create_sign_in(person, password=password)
    Change(at=at, by=user, what="organisation.created", subject=row.name, details=organisation).save()
    Change.of_person(person, "person.created", by=user, at=at, details={"role": [None, person.role]}).save()
    return user


def create_sign_in(person: Person, *, password: str | None, language: str = "") -> User:
    """A user for a person with an email; the address counts as verified because an administrator vouches for it."""
    if not person.email:
        raise PeopleError("email_needed", person=person.name)
    if User.objects.filter(email=person.email.lower()).exists():
        raise PeopleError("email_taken", email=person.email)
    user = User.objects.create_user(email=person.email, password=password, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person.user = user
    person.save(update_fields=["user"])
    return user


def change_email(person: Person, *, email: str) -> None:
    """Let a person sign in with another email."""
    if not email:
        raise PeopleError("email_needed", person=person.name)
    user = User.objects.get(person=person)
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise PeopleError("email_taken", email=email)
    user.email = email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


@transaction.atomic
def invite(person: Person, *, by: User, at: datetime) -> str:
    """The token of a new invitation, for a link that is shown once; earlier invitations stop working.

    For somebody who signs in already it is the way to a new password.
    """
    if not person.is_active:
        raise PeopleError("person_has_left", person=person.name)
    if not person.email:
        raise PeopleError("email_needed", person=person.name)
    person.invitations.filter(closed_at=None).update(closed_at=at)
    token = Invitation.new_token()
    Invitation.objects.create(
        person=person, token_fingerprint=fingerprint(token), by=by, created_at=at, expires_at=at + VALID_FOR
    )
    Change.of_person(person, "person.invited", by=by, at=at).save()
    return token


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation behind a link; raises PeopleError when it does not hold any more."""
    found = Invitation.objects.open_at(at).select_related("person__user")
    invitation = found.filter(token_fingerprint=fingerprint(token)).first()
    if invitation is None:
        raise PeopleError("invitation_not_open")
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, password: str, at: datetime) -> User:
    """Set the password, creating the sign-in at the first time; the link works once.

    A new password by link is for who lost theirs, maybe to somebody else: their API tokens end with the old one.
    """
    invitation = open_invitation(token, at=at)
    if not Invitation.objects.filter(pk=invitation.pk, closed_at=None).update(closed_at=at):
        raise PeopleError("invitation_not_open")
    person = invitation.person
    user = person.user or create_sign_in(person, password=password)
    user.set_password(password)
    user.save(update_fields=["password"])
    for api_token in ApiToken.objects.visible_to(user).in_force():
        api_token.revoke(at=at)
    Change.of_person(person, "person.accepted", by=user, at=at).save()
    return user
