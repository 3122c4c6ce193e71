"""The market: companies, channels, products, and how they answer through the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.events import Kind, PlantedEvent
from kaname.measures.working_time import Days

Codes = NDArray[np.int64]

INDUSTRIES = ("製造業", "小売", "IT", "医療", "建設", "物流", "教育", "金融")
INDUSTRY_SHARES = (0.28, 0.16, 0.16, 0.12, 0.11, 0.08, 0.05, 0.04)
INDUSTRY_CLOSING = np.array([1.05, 0.90, 1.10, 0.95, 0.92, 1.0, 1.05, 0.85])
EAST_REGIONS = ("東京都", "神奈川県", "埼玉県", "千葉県", "愛知県", "北海道", "宮城県", "静岡県")
WEST_REGIONS = ("大阪府", "兵庫県", "福岡県", "京都府", "広島県", "岡山県", "熊本県", "愛媛県")
REGIONS = EAST_REGIONS + WEST_REGIONS
REGION_SHARES = (0.40, 0.14, 0.09, 0.08, 0.12, 0.07, 0.05, 0.05)
SIZES = ("1–49名", "50–99名", "100–299名", "300名以上")
SIZE_SHARES = (0.34, 0.27, 0.24, 0.15)
FIRST_LARGE = 2
CHANNELS = ("Webサイト", "広告", "展示会", "紹介", "セミナー", "リスト")
CHANNEL_SHARES = (0.26, 0.20, 0.10, 0.06, 0.12, 0.26)
CHANNEL_APPEAL = np.array([1.15, 0.95, 1.10, 1.70, 1.25, 0.60])
PRODUCTS = ("勤怠クラウド", "経費クラウド", "営業支援クラウド")
PRODUCT_SHARES = (0.45, 0.30, 0.25)
# Yearly amount by size of the company (rows) and product. [JPY]
AMOUNTS = np.array([[240, 210, 360], [420, 380, 620], [880, 760, 1_250], [1_900, 1_600, 2_600]]) * 1_000
# January to December: budgets are decided at the year-end in March and at the half-year in September.
MONTH_CLOSING = np.array([0.95, 1.02, 1.18, 0.90, 0.94, 1.0, 0.98, 0.90, 1.12, 0.98, 1.0, 1.03])
MONTH_INFLOW = np.array([0.96, 1.02, 1.05, 1.05, 0.98, 1.02, 1.0, 0.90, 1.04, 1.06, 1.02, 0.90])
ACCOUNTS_PER_SEAT = 400
ACCOUNTS_LEAST = 2_000


@dataclass(frozen=True)
class Accounts:
    """Companies by number: the east's first, then the west's."""

    industry: Codes
    region: Codes
    size: Codes

    def pick(self, east: NDArray[np.bool_], luck: NDArray[np.float64]) -> Codes:
        """A company of the east or west for each draw of luck (0-1)."""
        half = len(self.industry) // 2
        return (luck * half).astype(np.int64) + np.where(east, 0, half)


def accounts(*, n_inside_seats: int, seed: int) -> Accounts:
    luck = chance(seed, Purpose.ACCOUNTS)
    half = max(ACCOUNTS_LEAST, ACCOUNTS_PER_SEAT * n_inside_seats) // 2
    n = 2 * half
    region = luck.choice(len(REGION_SHARES), n, p=REGION_SHARES)
    region[half:] += len(EAST_REGIONS)
    industry = luck.choice(len(INDUSTRIES), n, p=INDUSTRY_SHARES)
    return Accounts(industry, region, luck.choice(len(SIZES), n, p=SIZE_SHARES))


def closing(events: list[PlantedEvent], *, industry: Codes, day: Codes, days: Days) -> NDArray[np.float64]:
    """Factor on the chance that a deal is won, by industry and the day of the decision."""
    month = days[day].astype("datetime64[M]").astype(np.int64) % 12
    factor: NDArray[np.float64] = INDUSTRY_CLOSING[industry] * MONTH_CLOSING[month]
    for event in events:
        if event.kind is Kind.CLOSE_RATE_FALLS:
            inside = (days[day] >= np.datetime64(event.starts_on)) & (
                days[day] < np.datetime64(event.ends_on or date.max)
            )
            factor = np.where(inside & (industry == INDUSTRIES.index(event.subject)), factor * event.size, factor)
    return factor
