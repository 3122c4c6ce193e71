"""Addresses of the parts of a report."""

from django import template

from kaname.reports.views.opened import Opened

register = template.Library()


@register.simple_tag
def table_url(opened: Opened, key: str) -> str:
    """Of one table of the report, as CSV."""
    return opened.table_url(key)
