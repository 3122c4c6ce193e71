"""The API that slices add their routers to: who may call it, and one shape for every error.

An error answers `{"error": {"code": …, "message": …, "fields": {…}}}`: `code` is stable, `message` is for people, in
their language, `fields` says what is wrong with which value.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer, SessionAuth

from kaname.web.models import ApiToken

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

logger = logging.getLogger(__name__)
PAGE_SIZE, PAGE_SIZE_MOST = 100, 1000
MOST_PAGES = 1_000_000


class Problem(Exception):  # noqa: N818 - it is what an answer carries, not a fault of the program
    """What a caller did that cannot be done; becomes the answer."""

    def __init__(self, status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.fields = status, code, message, dict(fields or {})


class BearerToken(HttpBearer):
    """`Authorization: Bearer kaname_…`; the request then counts as its owner's."""

    def authenticate(self, request: HttpRequest, token: str) -> "_User | None":
        user = ApiToken.objects.owner_of(token, at=timezone.now())
        if user is not None:
            request.user = user
        return user


def read_json(body: bytes) -> Any:
    """The data in a body.

    Raises
    ------
    Problem
        not_json; not_text for characters that no text has: NUL, which no database keeps, and halves of others.
    """
    try:
        data = json.loads(body)
        if b"\\u" in body:
            json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Problem(422, "not_text", _("A text holds half of a character.")) from error
    except (ValueError, RecursionError) as error:
        raise Problem(422, "not_json", _("The body is not JSON.")) from error
    if b"\\u0000" in body and "\x00" in "".join(_texts(data)):
        raise Problem(422, "not_text", _("A text holds the character NUL, which cannot be kept."))
    return data


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data, names of fields too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


class JsonParser(Parser):
    """Bodies that cannot be read are answered, not failed on."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast("dict[str, Any]", read_json(request.body))


api = NinjaAPI(
    title="Kaname",
    version="1",
    description="Everything the pages show, for programs. Sign in with a token from Settings, API access.",
    auth=[BearerToken(), SessionAuth(csrf=True)],
    urls_namespace="api",
    docs_url="docs/",
    docs_decorator=login_required,
    parser=JsonParser(),
)


class ErrorBody(Schema):
    code: str
    message: str
    fields: dict[str, str]


class ErrorAnswer(Schema):
    """What every answer of 400 and above carries."""

    error: ErrorBody


class Paging(Schema):
    """Which part of a list: `page` counts from 1."""

    page: int = Field(1, le=MOST_PAGES)
    size: int = PAGE_SIZE


def paged(items: Sequence[Any] | QuerySet[Any, Any], paging: Paging) -> dict[str, Any]:
    """One page of a list or query set, with how much there is in all.

    Raises
    ------
    Problem
        For a page or size that cannot be.
    """
    if paging.page < 1 or not 1 <= paging.size <= PAGE_SIZE_MOST:
        raise Problem(
            422, "page_out_of_range", _("Pages count from 1 and hold 1 to %(most)s rows.") % {"most": PAGE_SIZE_MOST}
        )
    first = (paging.page - 1) * paging.size
    total = items.count() if isinstance(items, QuerySet) else len(items)
    return {"items": list(items[first : first + paging.size]), "page": paging.page, "size": paging.size, "total": total}


def answer(
    request: HttpRequest, status: int, code: str, message: str, fields: Mapping[str, str] | None = None
) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "fields": dict(fields or {})}}
    return api.create_response(request, body, status=status)


@api.exception_handler(Problem)
def refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(request, problem.status, problem.code, problem.message, problem.fields)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in one["loc"][1:]) or "body": str(one["msg"]) for one in error.errors}
    return answer(request, 422, "invalid", _("Some values cannot be used. See “fields”."), fields)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(request, 401, "not_signed_in", _("Sign in, or send “Authorization: Bearer” with a valid token."))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return answer(request, 403, "forbidden", _("Your role does not allow this."))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(request, 404, "not_found", _("There is no such thing, or you may not see it."))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(request, 413, "too_large", _("The body is too large. Send it in smaller parts."))


@api.exception_handler(Throttled)
def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return answer(request, 429, "too_many", _("Too many requests. Wait a moment."))


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):  # of a body that could not be read
        return refused(request, error.__cause__)
    return answer(request, error.status_code, "refused", str(error))


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: logged with its trace, told without it."""
    logger.error("The API failed at %s", request.path, exc_info=error)
    return answer(request, 500, "server_error", _("Something went wrong on our side. It has been logged."))
