"""Badges about freshness: live, stale, how long ago, and how far a job is."""

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaname.web.components.pills import word_pill
from kaname.web.formats import durations

STALE_AFTER = timedelta(days=2)


def ago(instant: datetime, *, now: datetime, language: str) -> SafeString:
    """How long ago, with the exact instant behind it."""
    text = durations.ago(now - instant, language=language)
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', instant.isoformat(timespec="seconds"), text)


def stale_badge(
    loaded_at: datetime | None, *, now: datetime, language: str, after: timedelta = STALE_AFTER
) -> SafeString | str:
    """A warning when nothing was loaded for `after`; nothing while data are fresh."""
    if loaded_at is None:
        return word_pill(_("No data yet"), shape="no-data")
    if now - loaded_at < after:
        return ""
    passed = durations.ago(now - loaded_at, language=language)
    return word_pill(_("Out of date: last refreshed %(passed)s") % {"passed": passed}, "risk", "stale")


def progress_bar(done: int | float, total: int | float | None, label: str) -> SafeString:
    """How far a job is; without a total it only says that something happens."""
    if not total:
        return format_html('<progress class="k-progress" aria-label="{}"></progress>', label)
    return format_html(
        '<progress class="k-progress" value="{}" max="{}" aria-label="{}"></progress>', min(done, total), total, label
    )
