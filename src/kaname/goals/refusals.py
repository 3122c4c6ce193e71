"""What programs ask that cannot be done, as answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from kaname.facts.errors import FactsError
from kaname.goals.defining import InvalidMetricError
from kaname.goals.errors import GoalsError
from kaname.goals.problems import facts_words, problem_words
from kaname.goals.reader import Reader
from kaname.web.api import ErrorAnswer, Problem

NOT_FOUND = frozenset({"metric_unknown", "team_unknown", "person_unknown", "values_not_visible"})
REFUSED: dict[Any, Any] = {404: ErrorAnswer, 422: ErrorAnswer}


class Reason(Schema):
    reason: str = ""


@contextmanager
def refusals() -> Iterator[None]:
    """What is refused becomes an answer: 404 for what the reader may not know of, else 422."""
    try:
        yield
    except InvalidMetricError as error:
        words = {problem.code: problem_words(problem) for problem in error.problems}
        raise Problem(422, error.code, str(error), words) from error
    except GoalsError as error:
        raise Problem(404 if error.code in NOT_FOUND else 422, error.code, str(error)) from error
    except FactsError as error:
        raise Problem(422, error.code, facts_words(error)) from error


def reader_of(request: HttpRequest) -> Reader:
    return Reader(user=request.user, at=timezone.now())  # type: ignore[arg-type]
