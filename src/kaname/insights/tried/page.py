"""The page on what was tried: which of it is shown, in which order, and the answer in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.models import Computation, Subject, TriedEffect, TriedKind, TriedVerdict
from kaname.insights.models.tried_effect import TriedEffectQuerySet
from kaname.insights.tried.lines import lines_of
from kaname.people.models import Team
from kaname.web.choices import Choice

ROWS_PER_PAGE = 50
SORTS = {"since": "starts_on", "until": "ends_on", "metric": "metric_key", "team": "team_key", "effect": "relative"}


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; empty is everything."""

    metric: str = ""
    team: str = ""
    verdict: str = ""
    kind: str = ""
    sort: str = "-since"

    @classmethod
    def read(cls, query: dict[str, str]) -> Chosen:
        """What is nothing that can be chosen counts as all."""
        sort = query.get("sort", "")
        return cls(
            metric=query.get("metric", "")[:64],
            team=query.get("team", "")[:64],
            verdict=query.get("verdict", "") if query.get("verdict") in TriedVerdict.values else "",
            kind=query.get("kind", "") if query.get("kind") in TriedKind.values else "",
            sort=sort if sort.removeprefix("-") in SORTS else "-since",
        )

    @property
    def query(self) -> str:
        asked = vars(self) | {"sort": "" if self.sort == "-since" else self.sort}
        return urlencode({name: value for name, value in asked.items() if value})

    def rows(self, reader: Reader) -> TriedEffectQuerySet:
        """Those that the reader may see."""
        asked = {"metric_key": self.metric, "team_key": self.team, "verdict": self.verdict, "kind": self.kind}
        wanted = {name: value for name, value in asked.items() if value}
        column = F(SORTS[self.sort.removeprefix("-")])
        falls = self.sort.startswith("-")
        order = column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)
        return TriedEffect.objects.visible_in(reader.scope).filter(**wanted).order_by(order, "-pk")


def tried_page(chosen: Chosen, number: str | None, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    rows = chosen.rows(reader)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(number)
    return {
        "headline": headline(rows),
        "page": page,
        "lines": lines_of(page.object_list, reader),
        "anything": TriedEffect.objects.visible_in(reader.scope).exists(),
        "choices": choices(chosen, reader),
        "sort": chosen.sort,
        "table_url": f"{reverse('insights:tried_rows')}?{chosen.query}",
        "run": Computation.objects.filter(subject=Subject.EFFECTS).first(),
        "leads": reader.scope.everything or bool(reader.scope.managed_team_keys),
    }


def headline(rows: TriedEffectQuerySet) -> str:
    """The answer: how much of it helped."""
    n, helped = rows.count(), rows.filter(verdict=TriedVerdict.HELPED).count()
    if not n:
        return _("What we tried and what it did")
    text = ngettext(
        "%(helped)s of %(n)s thing that we tried helped or may have helped",
        "%(helped)s of %(n)s things that we tried helped or may have helped",
        n,
    )
    return text % {"helped": helped, "n": n}


def choices(chosen: Chosen, reader: Reader) -> list[list[Choice]]:
    """Menus: metric, team, what it did, what was tried; of what there is."""
    seen = TriedEffect.objects.visible_in(reader.scope).order_by()
    metrics = {key: one.definition for key, one in reader.metrics.items()}
    keys = sorted(seen.values_list("metric_key", flat=True).distinct())
    teams = Team.objects.filter(key__in=seen.values("team_key")).order_by("name").values_list("key", "name")
    menus: list[tuple[str, str, Sequence[tuple[str, Any]]]] = [
        ("metric", _("All metrics"), [(key, metric_name(key, metrics)) for key in keys]),
        ("team", _("All teams"), list(teams)),
        ("verdict", _("All results"), TriedVerdict.choices),
        ("kind", _("All that was tried"), [one for one in TriedKind.choices if one[0] != TriedKind.SCRIPT]),
    ]
    return [
        [_choice(everything, chosen, name, ""), *(_choice(str(label), chosen, name, key) for key, label in options)]
        for name, everything, options in menus
    ]


def _choice(label: str, chosen: Chosen, name: str, value: str) -> Choice:
    then = replace(chosen, **{name: value})
    return Choice(label, f"{reverse('insights:tried')}?{then.query}", then == chosen)
