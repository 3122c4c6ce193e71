"""June 2026 with its history, for outlooks within a month."""

from datetime import date

import numpy as np

from kaname.measures.outlook.days import OpenPeriod

START, MIDDLE, END = date(2026, 6, 1), date(2026, 6, 16), date(2026, 7, 1)


def period(*, n_units=1, history=182, origin=MIDDLE, hours=None, closed=(), teams=None, season=None):
    """Monday to Friday of 8 h: June has 22 working days, of which 11 are over on the 16th."""
    days = np.arange(np.datetime64(START) - history, np.datetime64(END))
    weekdays = (days.astype(int) + 3) % 7
    shut = np.isin(days, np.array(closed, dtype="datetime64[D]"))
    if hours is None:
        hours = np.tile(np.where((weekdays < 5) & ~shut, 8.0, 0.0), (n_units, 1))
    teams = np.zeros(n_units, dtype=np.int64) if teams is None else np.array(teams)
    return OpenPeriod(days=days, hours=hours, closed=shut, teams=teams, starts_on=START, origin=origin, season=season)


def steady(asked, per_hour=0.5):
    return np.where(asked.hours > 0, asked.hours * per_hour, 0.0)[:, : asked.n_before]
