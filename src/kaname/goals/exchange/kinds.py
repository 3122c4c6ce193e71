"""The kinds of values that a file of goals holds, checked as the ledger keeps them."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from kaname.goals.csf.parts import figure
from kaname.goals.errors import GoalsError
from kaname.goals.typed import storable


def exact(value: Any) -> Any:
    """Any number as a Decimal; what is none is left for the type to refuse."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def real(value: Any) -> Any:
    """Any number as a float."""
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def plain(value: Any) -> Any:
    """Data as JSON keeps it on every database: names in order, whole numbers without a fraction. Raises ValueError."""
    try:
        text = json.dumps(value, default=_number, sort_keys=True, allow_nan=False)
    except TypeError as error:
        raise ValueError(str(error)) from error
    return json.loads(text, parse_float=_number)


def figure_of(value: Decimal | None) -> Decimal | None:
    """A stored number without the zeros that its column adds."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _number(value: Any) -> int | float:
    if not isinstance(value, str | Decimal):
        raise TypeError(f"{type(value).__name__}: put it in quotes")
    number = Decimal(value)
    return int(number) if number == number.to_integral() and abs(number) < 10**15 else float(number)


def _said(check: Callable[[Decimal], Decimal | None]) -> Callable[[Decimal], Decimal | None]:
    """What the ledger refuses, in the words that forms have for it."""

    def checked(value: Decimal) -> Decimal | None:
        try:
            return check(value)
        except GoalsError as error:
            raise ValueError(str(error)) from error

    return checked


Figure = Annotated[Decimal, BeforeValidator(exact), AfterValidator(_said(storable))]
Growth = Annotated[Decimal, BeforeValidator(exact), Field(gt=-1, max_digits=9, decimal_places=6)]
Cost = Annotated[Decimal, BeforeValidator(exact), AfterValidator(_said(partial(figure, "budget")))]
Effort = Annotated[
    Decimal,
    BeforeValidator(exact),
    Field(max_digits=12, decimal_places=2),
    AfterValidator(_said(partial(figure, "effort_days"))),
]
Share = Annotated[Decimal, BeforeValidator(exact), AfterValidator(_said(partial(figure, "confidence")))]
Real = Annotated[float, BeforeValidator(real), Field(allow_inf_nan=False)]
Plain = Annotated[Any, BeforeValidator(plain)]

Key = Annotated[str, Field(min_length=1, max_length=64)]
Who = Annotated[str, Field(min_length=1, max_length=254)]
Name = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(max_length=500)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Text = Annotated[str, Field(max_length=2000)]
