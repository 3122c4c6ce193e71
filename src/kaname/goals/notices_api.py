"""What changed for the caller, for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kaname.goals.notice_lines import NoticeLine, notice_lines, with_targets
from kaname.goals.notices import mark_seen, notices_of
from kaname.goals.refusals import REFUSED, reader_of
from kaname.telling.api import NoticesQuery, SeenIn, SeenOut
from kaname.web.api import Paging, paged

router = Router(tags=["targets"])


class NoticeOut(Schema):
    """`kind` is set, revised, withdrawn, proposed, accepted or declined. `target` and the figures are null where the
    target's numbers are not yours to see."""

    id: int
    kind: str
    metric: str
    team: str | None
    person: str | None
    starts_on: date
    ends_on: date
    target: int | None
    proposal: int | None
    old: Decimal | None
    new: Decimal | None
    reason: str
    answer: str
    by: str
    at: datetime
    seen_at: datetime | None


class NoticesPage(Schema):
    items: list[NoticeOut]
    page: int
    size: int
    total: int


@router.get("/notices/", response={200: NoticesPage, **REFUSED})
def list_notices(request: HttpRequest, wanted: Query[NoticesQuery], paging: Query[Paging]) -> dict[str, Any]:
    """Changes of targets that concern you, and news of proposals, the newest first."""
    reader = reader_of(request)
    notices = with_targets(notices_of(reader.user, at=reader.at))
    found = paged(notices.filter(seen_at=None) if wanted.unseen else notices, paging)
    return found | {"items": [_notice(line) for line in notice_lines(found["items"], reader)]}


@router.post("/notices/seen/", response={200: SeenOut, **REFUSED})
def post_seen(request: HttpRequest, asked: SeenIn) -> dict[str, int]:
    """Mark notices as seen, as opening them on the page does."""
    reader = reader_of(request)
    notices = notices_of(reader.user, at=reader.at)
    chosen = notices if asked.ids is None else notices.filter(pk__in=asked.ids)
    return {"marked": mark_seen(chosen, at=reader.at)}


def _notice(line: NoticeLine) -> dict[str, Any]:
    target = line.target.target
    return {
        "id": line.notice.pk,
        "kind": line.kind,
        "metric": target.metric_key,
        "team": target.team.key if target.team else None,
        "person": target.person.key if target.person else None,
        "starts_on": target.starts_on,
        "ends_on": target.ends_on,
        "target": target.pk if line.visible else None,
        "proposal": line.notice.proposal_id,
        "old": line.old,
        "new": line.new,
        "reason": line.reason,
        "answer": line.answer,
        "by": line.author,
        "at": line.notice.at,
        "seen_at": line.notice.seen_at,
    }
