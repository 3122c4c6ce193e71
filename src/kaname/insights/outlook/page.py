"""The page of one outlook: what it says, what it is made of, and how good such outlooks were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kaname.goals.period_choices import code, read_code
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.goals.words import metric_name
from kaname.insights.access import owner_name
from kaname.insights.models import Outlook
from kaname.insights.outlook.explaining import steps_of
from kaname.insights.outlook.past_chart import past_chart
from kaname.insights.outlook.past_lines import past_lines, past_of
from kaname.insights.outlook.sentences import grade_words, headline, refusal, takes_words
from kaname.measures.periods import Period
from kaname.web.choices import Choice


def outlook_page(key: str, owner: Owner, period: Period, *, periods: Sequence[str], reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    found = outlook_of(key, owner, period)
    name, whose = metric_name(key, reader.definitions), owner_name(owner, reader)
    unit, past = reader.unit(reader.definitions[key]), past_of(key, owner, reader)
    return {
        "outlook": found,
        "metric": name,
        "owner": whose,
        "unit": unit,
        "period": period_name(period, calendar=reader.calendar, language=reader.language),
        "headline": headline(found, name, unit, language=reader.language) if found else name,
        "refusal": refusal(found) if found else "",
        "steps": steps_of(found, unit, language=reader.language) if found else [],
        "takes": takes_words(found, unit, language=reader.language) if found else "",
        "grade": grade_words(found) if found else "",
        "past": past_lines(past, unit, reader),
        "past_chart": past_chart(past, owner, unit, reader),
        "calibration_url": f"{reverse('insights:calibration')}?{urlencode({'metric': key})}",
        "periods": [_choice(one, key, owner, period, reader) for one in periods],
        "board_url": board_url(key, owner, period),
    }


def outlook_of(key: str, owner: Owner, period: Period) -> Outlook | None:
    return Outlook.objects.filter(
        metric_key=key,
        team_key=owner.team or "",
        person_key=owner.person or "",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    ).first()


def outlook_url(key: str, owner: Owner, period: Period) -> str:
    query = {name: value for name, value in (("team", owner.team), ("person", owner.person)) if value}
    return f"{reverse('insights:outlook', args=[key])}?{urlencode(query | {'period': code(period)})}"


def board_url(key: str, owner: Owner, period: Period) -> str:
    """What stands behind the number to date."""
    query = {"of": "" if owner.team or owner.person else "organisation", "team": owner.team, "person": owner.person}
    asked = {name: value for name, value in query.items() if value} | {"on": period.starts_on.isoformat()}
    return f"{reverse('boards:metric', args=[key])}?{urlencode(asked)}"


def _choice(text: str, key: str, owner: Owner, chosen: Period, reader: Reader) -> Choice:
    period = read_code(text) or chosen
    label = period_name(period, calendar=reader.calendar, language=reader.language)
    return Choice(label, outlook_url(key, owner, period), period == chosen)


__all__ = ["board_url", "outlook_of", "outlook_page", "outlook_url"]
