"""Error pages and the pages around sign-in, in both languages."""

import re

import pytest
from allauth.account.forms import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse

JAPANESE, ENGLISH = {"Accept-Language": "ja"}, {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("headers", "words"), [(JAPANESE, "このアドレスには何もありません"), (ENGLISH, "nothing at this address")]
)
def test_a_wrong_address_says_what_to_do(client, dai, headers, words):
    response = client.get("/no/such/page/", headers=headers)
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_stale_form_says_what_to_do(dai):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {}, headers=ENGLISH)
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


@pytest.mark.parametrize(("status", "name"), [(400, "bad_request"), (403, "forbidden")])
def test_refusals_have_a_page(rf, dai, status, name):
    from django.contrib.auth.models import AnonymousUser

    from kaname.web import errors

    request = rf.get("/")
    request.user = AnonymousUser()
    response = getattr(errors, name)(request, Exception())
    assert response.status_code == status
    assert "<h1>" in response.content.decode()


def test_our_own_fault_is_told_without_needing_anything_that_may_be_broken(rf):
    from kaname.web.errors import server_error

    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("headers", [JAPANESE, ENGLISH])
@pytest.mark.parametrize("address", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_the_way_in_is_in_our_look(client, dai, headers, address):
    page = client.get(reverse(address), headers=headers).content.decode()
    assert 'class="k-entrance"' in page
    assert len(re.findall("<h1", page)) == 1


@pytest.mark.parametrize("address", ["account_change_password", "mfa_index", "account_logout"])
def test_pages_about_ones_own_sign_in_are_in_our_look(client, ben, address):
    client.force_login(ben.user)
    page = client.get(reverse(address)).content.decode()
    assert len(re.findall("<h1", page)) == 1
    assert "web/css/kaname" in page


def test_an_error_stands_beside_its_field_and_is_tied_to_it(client, dai):
    page = client.post("/accounts/login/", {"login": "", "password": "x"}, headers=ENGLISH).content.decode()
    assert 'id="id_login_error"' in page
    assert 'aria-invalid="true"' in page
    assert re.search(r'aria-describedby="[^"]*id_login_error', page)


def test_a_forgotten_password_is_renewed_through_the_mail(client, ben, settings):
    settings.KANAME_SENDS_MAIL = True
    client.post(reverse("account_reset_password"), {"email": "ben@example.com"})
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    page = client.get(link, follow=True)
    form = {"password1": "another long password", "password2": "another long password"}
    done = client.post(page.request["PATH_INFO"], form, follow=True)
    assert done.status_code == 200
    ben.user.refresh_from_db()
    assert ben.user.check_password("another long password")


def test_a_used_link_offers_a_new_one(client, ben):
    key = default_token_generator.make_token(ben.user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": f"wrong-{key}"})
    page = client.get(address, headers=ENGLISH, follow=True).content.decode()
    assert reverse("account_reset_password") in page


@pytest.mark.parametrize("address", ["/palette/?q=%00", "/settings/people/%00/", "/api/people/?q=%00", "/no%00where/"])
def test_an_address_with_a_character_that_no_text_has_is_refused(client, dai, address):
    client.force_login(dai.user)
    assert client.get(address).status_code == 400


def test_a_form_with_a_character_that_no_text_has_is_refused(client, dai):
    client.force_login(dai.user)
    form = "language=en%00&next=/"
    assert client.post("/preferences/", form, content_type="application/x-www-form-urlencoded").status_code == 400
    in_parts = {"language": "en\x00", "next": "/"}
    assert client.post("/preferences/", in_parts).status_code == 400


def test_without_mails_a_forgotten_password_leads_to_an_administrator(client, dai):
    page = client.get(reverse("account_reset_password"), headers=ENGLISH).content.decode()
    assert "Ask an administrator" in page
    assert 'name="email"' not in page
    client.post(reverse("account_reset_password"), {"email": "dai@example.com"})
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["9" * 5000, "99999999999999999999", "0", "-1", "x"])
def test_pages_that_are_not_there_are_no_fault(client, dai, page):
    client.force_login(dai.user)
    assert client.get(f"/settings/people/?page={page}").status_code == 200
    assert client.get(f"/api/people/?page={page}").status_code in (200, 422)
