"""Instants on the clocks of a time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kaname.web.formats.periods import full_day


def moment(instant: datetime, *, zone: ZoneInfo, language: str) -> str:
    """2026年11月24日 13:05 / Nov 24, 2026 13:05, as the clocks of the zone show it."""
    local = instant.astimezone(zone)
    return f"{full_day(local.date(), language=language)} {local:%H:%M}"
