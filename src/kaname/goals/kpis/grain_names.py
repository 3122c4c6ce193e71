"""In which periods KPIs are looked at, in words."""

from django.utils.translation import pgettext_lazy

from kaname.measures.periods import Grain

GRAIN_NAMES = {
    Grain.WEEK: pgettext_lazy("a KPI is looked at by", "week"),
    Grain.MONTH: pgettext_lazy("a KPI is looked at by", "month"),
    Grain.QUARTER: pgettext_lazy("a KPI is looked at by", "calendar quarter"),
    Grain.FISCAL_QUARTER: pgettext_lazy("a KPI is looked at by", "quarter"),
    Grain.HALF: pgettext_lazy("a KPI is looked at by", "half year"),
    Grain.FISCAL_YEAR: pgettext_lazy("a KPI is looked at by", "fiscal year"),
}
