"""Language and theme, and what every answer carries."""

import pytest
from django.urls import reverse

LOGIN = "/accounts/login/"


def language_of(response):
    return response.headers["Content-Language"]


def test_the_browser_decides_before_anybody_has_signed_in(client, organisation, dai):
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "en-GB,en;q=0.9,ja;q=0.5"})) == "en"
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "ja"})) == "ja"
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "fr"})) == "ja"


def test_the_users_own_setting_goes_before_the_browser(client, ben):
    ben.user.language = "ja"
    ben.user.save()
    client.force_login(ben.user)
    response = client.get(reverse("web:palette"), headers={"Accept-Language": "en"})
    assert language_of(response) == "ja"
    assert '<html lang="ja"' in response.content.decode()


def test_a_choice_is_kept_on_the_user_and_in_the_browser(client, ben):
    client.force_login(ben.user)
    response = client.post(reverse("web:preferences"), {"language": "ja", "theme": "dark", "next": "/palette/"})
    assert response.url == "/palette/"
    ben.user.refresh_from_db()
    assert (ben.user.language, ben.user.theme) == ("ja", "dark")
    assert 'data-bs-theme="dark"' in client.get(reverse("web:palette")).content.decode()
    del client.cookies["sessionid"]
    assert 'data-bs-theme="dark"' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "no-address", "24:61", ""]
)
def test_it_never_leads_to_another_site(client, dai, target):
    assert client.post(reverse("web:preferences"), {"language": "en", "next": target}).url == "/"


def test_what_is_not_offered_is_not_kept(client, ben):
    client.force_login(ben.user)
    client.post(reverse("web:preferences"), {"language": "xx", "theme": "pink"})
    ben.user.refresh_from_db()
    assert ben.user.language == "en"
    assert ben.user.theme == "auto"


def test_no_answer_lets_a_page_run_foreign_or_inline_scripts(client, dai):
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert policy.count("unsafe-inline") == 1
    assert "style-src-attr 'unsafe-inline'" in policy
