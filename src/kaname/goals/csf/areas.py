"""What the worksheets look at: the activities of the value chain and the five forces, as Michael Porter named them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.goals.models import WorksheetCell

Text = str | Promise
STRENGTH, WEAKNESS = 1, -1


@dataclass(frozen=True)
class Area:
    """One activity or force: its name, what belongs to it where people sell, and whether it supports the others."""

    key: str
    name: Text
    about: Text
    supports: bool = False


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its areas by key in reading order, and what `strength` may be, in words."""

    key: str
    name: Text
    about: Text
    areas: Mapping[str, Area]
    strengths: Mapping[int, Text]


ACTIVITIES = (
    Area(
        "firm_infrastructure",
        pgettext_lazy("activity of the value chain", "Firm infrastructure"),
        _("Planning, finance, legal and the systems that all share: how fast decisions fall, how the CRM is kept."),
        supports=True,
    ),
    Area(
        "hr_management",
        pgettext_lazy("activity of the value chain", "Human resources"),
        _("Hiring, onboarding, training and appraisal: how soon newcomers sell, how skills spread."),
        supports=True,
    ),
    Area(
        "technology_development",
        pgettext_lazy("activity of the value chain", "Technology development"),
        _("Product development, data and automation: what customers ask for and how soon they get it."),
        supports=True,
    ),
    Area(
        "procurement",
        pgettext_lazy("activity of the value chain", "Procurement"),
        _("What is bought: lists, advertising space, software, cloud, outsourced calls, and at what price."),
        supports=True,
    ),
    Area(
        "inbound_logistics",
        pgettext_lazy("activity of the value chain", "Inbound logistics"),
        _("What comes in: leads, enquiries and their data, how they are received, sorted and passed on."),
    ),
    Area(
        "operations",
        pgettext_lazy("activity of the value chain", "Operations"),
        _("Making the service: running it reliably, preparing proposals, everything that costs time before a sale."),
    ),
    Area(
        "outbound_logistics",
        pgettext_lazy("activity of the value chain", "Outbound logistics"),
        _("Bringing it to the customer: contracts, set-up, first steps, billing."),
    ),
    Area(
        "marketing_sales",
        pgettext_lazy("activity of the value chain", "Marketing and sales"),
        _("Becoming known, winning appointments, proposing, closing: by which channels and to whom."),
    ),
    Area(
        "service",
        pgettext_lazy("activity of the value chain", "Service"),
        _("After the sale: support, customer success, renewals and further orders."),
    ),
)
FORCES = (
    Area(
        "rivalry",
        pgettext_lazy("one of the five forces", "Rivalry among competitors"),
        _("How many compete with what differences, and how often the price decides."),
    ),
    Area(
        "new_entrants",
        pgettext_lazy("one of the five forces", "Threat of new entrants"),
        _("How easily somebody new starts: capital, know-how, brand, effort to change supplier."),
    ),
    Area(
        "substitutes",
        pgettext_lazy("one of the five forces", "Threat of substitutes"),
        _("What else does the job: spreadsheets, own development, people, doing without."),
    ),
    Area(
        "buyers",
        pgettext_lazy("one of the five forces", "Bargaining power of buyers"),
        _("How concentrated customers are, how well they compare, how easily they leave."),
    ),
    Area(
        "suppliers",
        pgettext_lazy("one of the five forces", "Bargaining power of suppliers"),
        _("On whom it depends: cloud, data and list providers, agencies, and people who are hard to hire."),
    ),
)
STRENGTHS = {
    STRENGTH: pgettext_lazy("of an activity", "Strength"),
    WEAKNESS: pgettext_lazy("of an activity", "Weakness"),
}
INTENSITIES = {
    1: pgettext_lazy("intensity of a force", "1 very weak"),
    2: pgettext_lazy("intensity of a force", "2 weak"),
    3: pgettext_lazy("intensity of a force", "3 medium"),
    4: pgettext_lazy("intensity of a force", "4 strong"),
    5: pgettext_lazy("intensity of a force", "5 very strong"),
}
SHEETS: Mapping[str, Sheet] = {
    WorksheetCell.Sheet.VALUE_CHAIN: Sheet(
        WorksheetCell.Sheet.VALUE_CHAIN,
        _("Value chain"),
        _(
            "The value chain follows the work from what comes in to the service after the sale, with the activities "
            "that support it. Write what goes well and what does not, with evidence: weaknesses that cost customers, "
            "and strengths that are not used enough, are where a CSF hides."
        ),
        {area.key: area for area in ACTIVITIES},
        STRENGTHS,
    ),
    WorksheetCell.Sheet.FIVE_FORCES: Sheet(
        WorksheetCell.Sheet.FIVE_FORCES,
        _("Five forces"),
        _(
            "Five forces decide how much of its value a market leaves to you. Write how strong each is and what shows "
            "it: the strongest ones tell what a CSF has to stand up to."
        ),
        {area.key: area for area in FORCES},
        INTENSITIES,
    ),
}
