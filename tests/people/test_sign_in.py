"""The way in: set-up, invitations, sign-in, second factor, and who is kept out."""

import re
import stat
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from conftest import PASSWORD
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache

from kaname.people import operations, setup_code
from kaname.people.models import Change, Invitation, Organisation, Person, User
from kaname.web.models import ApiToken

NEW = {"password": "eleven red kites", "password_again": "eleven red kites"}
SETUP = {
    "organisation": "Asahi",
    "time_zone": "Asia/Tokyo",
    "currency": "JPY",
    "language": "ja",
    "name": "Dai",
    "email": "Dai@Example.com",
    **NEW,
}


@pytest.fixture
def code(db):
    yield setup_code.write(settings.KANAME_DATA)
    setup_code.remove(settings.KANAME_DATA)


def test_until_there_is_a_user_every_page_leads_to_the_set_up(client, db):
    assert client.get("/settings/people/").url == "/setup/"
    assert client.get("/setup/").status_code == 200


def test_the_code_is_for_the_owner_of_the_folder_alone(tmp_path):
    code = setup_code.write(tmp_path)
    assert setup_code.write(tmp_path) == setup_code.read(tmp_path) == code
    assert stat.S_IMODE((tmp_path / "setup-code").stat().st_mode) == 0o600
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code)


def test_an_empty_code_file_is_replaced(tmp_path):
    (tmp_path / "setup-code").write_text("")
    assert setup_code.write(tmp_path)


def test_set_up_makes_the_organisation_and_its_administrator_who_is_signed_in(client, code):
    answer = client.post("/setup/", {"code": code.lower(), **SETUP})
    assert answer.url == "/settings/people/import/"
    dai = Person.objects.get()
    assert (dai.role, dai.user.email, Organisation.objects.get().name) == ("administrator", "dai@example.com", "Asahi")
    assert client.get("/profile/").status_code == 200
    assert setup_code.read(settings.KANAME_DATA) is None
    assert set(Change.objects.values_list("what", flat=True)) == {"organisation.created", "person.created"}


def test_an_administrator_who_was_imported_before_is_the_same_person(client, code):
    Person.objects.create(key="dai", name="Dai Ito", email="dai@example.com", employee_code="1")
    client.post("/setup/", {"code": code, **SETUP})
    dai = Person.objects.get()
    assert (dai.key, dai.role, dai.user.email) == ("dai", "administrator", "dai@example.com")


def test_a_wrong_code_makes_nothing(client, code):
    answer = client.post("/setup/", {"code": "AAAA-BBBB-CCCC", **SETUP})
    assert answer.status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short", "password_again": "short"},
        {"password_again": "something else"},
        {"password": "dai@example.com", "password_again": "dai@example.com"},
        {"email": "nobody"},
        {"time_zone": "Asia/Atlantis"},
    ],
)
def test_set_up_keeps_what_was_typed_and_says_what_is_wrong(client, code, wrong):
    answer = client.post("/setup/", {"code": code, **SETUP, **wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert b'value="Asahi"' in answer.content
    assert not User.objects.exists()


def test_after_the_first_user_there_is_no_set_up(client, dai):
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", SETUP).status_code == 404
    assert operations.setup_code(settings.KANAME_DATA) is None


def test_people_sign_in_with_their_email(client, ben):
    answer = client.post("/accounts/login/", {"login": "BEN@example.com", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/profile/").status_code == 200


def test_nobody_signs_themselves_up(client, ben):
    client.post("/accounts/signup/", {"email": "x@example.com", "password1": "eleven red kites"})
    assert not User.objects.filter(email="x@example.com").exists()


def test_nobody_gives_themselves_another_address_or_none(client, ben):
    client.force_login(ben.user)
    client.post("/accounts/email/", {"email": "other@example.com", "action_add": ""})
    client.post("/accounts/email/", {"email": "ben@example.com", "action_remove": ""})
    assert list(EmailAddress.objects.filter(user=ben.user).values_list("email", flat=True)) == ["ben@example.com"]


def test_guessing_passwords_is_slowed_down(client, ben):
    cache.clear()
    for _attempt in range(6):
        client.post("/accounts/login/", {"login": "ben@example.com", "password": "a wrong password"})
    client.post("/accounts/login/", {"login": "ben@example.com", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    cache.clear()


def test_a_second_factor_is_set_up_and_then_asked_for(client, ben):
    client.post("/accounts/login/", {"login": "ben@example.com", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    client.logout()
    answer = client.post("/accounts/login/", {"login": "ben@example.com", "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/profile/").status_code == 302
    cache.clear()
    client.post(answer.url, {"code": totp(secret)})
    assert client.get("/profile/").status_code == 200


def totp(secret):
    """The six digits that an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def invite(client, person):
    """The path of the link that the page shows."""
    answer = client.post(f"/settings/people/{person.key}/invitations/")
    return re.search(r"http://testserver(/invitations/[^\"]+)", answer.content.decode())[1]


@pytest.fixture
def yuki(organisation):
    return Person.objects.create(key="yuki", name="Yuki", email="yuki@example.com")


def test_an_invitation_lets_somebody_choose_a_password_once(client, dai, yuki):
    client.force_login(dai.user)
    link = invite(client, yuki)
    client.logout()
    assert b"Yuki" in client.get(link).content
    assert client.post(link, NEW).url == "/"
    assert client.get("/profile/").status_code == 200
    assert authenticate(email="yuki@example.com", password="eleven red kites") == Person.objects.get(key="yuki").user
    assert client.get(link).status_code == 404
    assert client.post(link, NEW).status_code == 404


def test_the_ledger_keeps_no_token(client, dai, yuki):
    client.force_login(dai.user)
    token = invite(client, yuki).strip("/").split("/")[-1]
    assert token not in str(list(Invitation.objects.values()))


def test_a_new_invitation_ends_the_one_before(client, dai, yuki):
    client.force_login(dai.user)
    first, second = invite(client, yuki), invite(client, yuki)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_invitation_expires(client, dai, yuki):
    client.force_login(dai.user)
    link = invite(client, yuki)
    Invitation.objects.update(expires_at=Invitation.objects.get().created_at)
    assert client.get(link).status_code == 404


def test_a_link_for_a_new_password_does_not_go_round_the_second_factor(client, dai, ben):
    client.force_login(dai.user)
    link = invite(client, ben)
    client.logout()
    assert client.post(link, NEW).url.startswith("/accounts/login/")
    assert client.get("/profile/").status_code == 302
    assert authenticate(email="ben@example.com", password="eleven red kites") == ben.user


def test_a_link_for_a_new_password_ends_the_api_tokens(client, dai, ben):
    at = datetime(2026, 5, 1, tzinfo=UTC)
    own, others = (ApiToken.issue(user=user, name="export", at=at)[1] for user in (ben.user, dai.user))
    client.force_login(dai.user)
    link = invite(client, ben)
    client.logout()
    assert (
        "API tokens have ended"
        in client.post(link, NEW, follow=True, headers={"accept-language": "en"}).content.decode()
    )
    assert ApiToken.objects.owner_of(own, at=at) is None
    assert ApiToken.objects.owner_of(others, at=at) == dai.user


def test_without_an_email_there_is_no_invitation(client, dai, organisation):
    Person.objects.create(key="rei", name="Rei")
    client.force_login(dai.user)
    answer = client.post("/settings/people/rei/invitations/", follow=True)
    assert "needs an email" in answer.content.decode()


def test_who_leaves_is_signed_out_and_kept_out(client, dai, ben):
    client.force_login(ben.user)
    assert client.get("/profile/").status_code == 200
    administrator = type(client)()
    administrator.force_login(dai.user)
    administrator.post("/settings/people/ben/deactivation/", {"last_on": "2026-05-31"})
    assert client.get("/profile/").status_code == 302
    assert authenticate(email="ben@example.com", password=PASSWORD) is None
    administrator.post("/settings/people/ben/reactivation/")
    assert authenticate(email="ben@example.com", password=PASSWORD) == ben.user
    what = Change.objects.filter(person=ben).values_list("what", flat=True)
    assert {"person.deactivated", "person.reactivated"} <= set(what)


def test_the_language_can_be_chosen_before_the_set_up(client, code):
    client.post("/preferences/", {"language": "en", "next": "/setup/"})
    assert "Set up Kaname" in client.get("/setup/").content.decode()
    client.post("/preferences/", {"language": "ja", "next": "/setup/"})
    assert "Kanameの初期設定" in client.get("/setup/").content.decode()
