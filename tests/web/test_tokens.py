"""Tokens for programs, and the shape of the API's answers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import path, reverse
from ninja import NinjaAPI, Query

from kaname.web.api import Paging, Problem, api, paged
from kaname.web.models import ApiToken

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def token(ben):
    return ApiToken.issue(user=ben.user, name="nightly export", at=AT)


def test_only_the_digest_of_a_secret_is_kept(token):
    kept, secret = token
    assert secret.startswith("kaname_")
    assert secret not in {str(value) for value in vars(kept).values()}


def test_a_secret_stands_for_its_owner_until_it_is_revoked(token, ben):
    kept, secret = token
    assert ApiToken.objects.owner_of(secret, at=AT) == ben.user
    kept.revoke(at=AT)
    assert ApiToken.objects.owner_of(secret, at=AT) is None


def test_somebody_who_has_left_has_no_access(token, ben):
    ben.user.is_active = False
    ben.user.save()
    assert ApiToken.objects.owner_of(token[1], at=AT) is None


def test_use_is_noted_once_a_minute(token, django_assert_num_queries):
    kept, secret = token
    ApiToken.objects.owner_of(secret, at=AT)
    with django_assert_num_queries(1):
        ApiToken.objects.owner_of(secret, at=AT + timedelta(seconds=59))
    ApiToken.objects.owner_of(secret, at=AT + timedelta(seconds=60))
    kept.refresh_from_db()
    assert kept.last_used_at == AT + timedelta(seconds=60)


def test_a_new_secret_is_shown_once(client, ben):
    client.force_login(ben.user)
    page = client.post(reverse("web:tokens"), {"name": "export"}).content.decode()
    secret = page.split('id="secret" value="')[1].split('"')[0]
    assert ApiToken.objects.owner_of(secret, at=AT) == ben.user
    assert secret not in client.get(reverse("web:tokens")).content.decode()


def test_a_nameless_token_is_refused_beside_the_field(client, ben):
    client.force_login(ben.user)
    response = client.post(reverse("web:tokens"), {"name": " "})
    assert response.status_code == 422
    assert not ApiToken.objects.exists()


def test_ending_a_token_asks_first(client, ben, token):
    client.force_login(ben.user)
    address = reverse("web:revocation", args=[token[0].pk])
    assert "nightly export" in client.get(address).content.decode()
    assert ApiToken.objects.in_force().exists()
    client.post(address)
    assert not ApiToken.objects.in_force().exists()


def test_nobody_ends_a_token_of_somebody_else(client, chie, token):
    client.force_login(chie.user)
    assert client.post(reverse("web:revocation", args=[token[0].pk])).status_code == 404


# A small API of its own with the handlers of ours, for what no route of ours does on purpose.
trial = NinjaAPI(urls_namespace="trial", docs_url=None, openapi_url=None)
trial._exception_handlers = api._exception_handlers


@trial.get("/numbers")
def numbers(request, paging: Query[Paging]):
    return paged(list(range(250)), paging)


@trial.get("/problem")
def problem(request):
    raise Problem(409, "already_running", "An import is running.", {"run": "7"})


@trial.get("/missing")
def missing(request):
    raise Http404


@trial.get("/broken")
def broken(request):
    raise ZeroDivisionError


@trial.get("/me", auth=api.auth)
def me(request):
    return {"email": request.user.email}


@trial.post("/me", auth=api.auth)
def change(request):
    return {"email": request.user.email}


urlpatterns = [path("trial/", trial.urls)]
own_routes = pytest.mark.urls(__name__)
without_own_middleware = pytest.mark.usefixtures("plain")


@pytest.fixture
def plain(settings):
    settings.MIDDLEWARE = ["kaname.web.middleware.security_policy"]


@own_routes
@without_own_middleware
@pytest.mark.parametrize(
    ("route", "status", "code", "fields"),
    [
        ("problem", 409, "already_running", {"run": "7"}),
        ("missing", 404, "not_found", {}),
        ("numbers?page=x", 422, "invalid", {"page"}),
        ("numbers?page=0", 422, "page_out_of_range", {}),
        ("numbers?size=5000", 422, "page_out_of_range", {}),
    ],
)
def test_every_error_has_the_same_shape(client, route, status, code, fields):
    response = client.get(f"/trial/{route}")
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"]
    assert set(error["fields"]) == set(fields)


@own_routes
@without_own_middleware
def test_a_fault_of_ours_tells_no_details(client, caplog):
    client.raise_request_exception = False
    response = client.get("/trial/broken")
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "server_error"
    assert "ZeroDivisionError" not in response.content.decode()
    assert "ZeroDivisionError" in caplog.text


@own_routes
@without_own_middleware
def test_lists_come_in_pages(client):
    body = client.get("/trial/numbers?page=3").json()
    assert body["items"] == list(range(200, 250))
    assert body["total"] == 250


@pytest.fixture
def signed_in(settings):
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"


@own_routes
@pytest.mark.usefixtures("signed_in")
def test_a_token_acts_as_its_owner(client, token):
    answer = client.get("/trial/me", headers={"Authorization": f"Bearer {token[1]}"})
    assert answer.json() == {"email": "ben@example.com"}


@own_routes
@pytest.mark.usefixtures("signed_in")
def test_a_page_of_ours_may_call_with_its_session(client, ben):
    client.force_login(ben.user)
    assert client.get("/trial/me").json() == {"email": "ben@example.com"}


@own_routes
@pytest.mark.usefixtures("signed_in")
def test_another_site_may_not_use_the_session(ben):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(ben.user)
    answer = stranger.post("/trial/me")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "refused"


@own_routes
@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer"}])
def test_nobody_else_gets_in(client, db, header):
    answer = client.get("/trial/me", headers=header)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_signed_in"
