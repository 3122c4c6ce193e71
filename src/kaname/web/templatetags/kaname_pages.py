"""Components that read the page's address, its language or what is live on it."""

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaname.web.choices import with_query
from kaname.web.live import hub
from kaname.web.pages import Pages

register = template.Library()


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: object) -> dict[str, object]:
    """Links to the other pages of a list; nothing for a list of one page."""
    request: HttpRequest = context["request"]
    pages = Pages.of(page)  # type: ignore[arg-type]
    links = [(number, with_query(request, page=number) if number else "") for number in pages.near]
    return {
        "pages": pages,
        "links": links,
        "previous": with_query(request, page=pages.number - 1) if pages.number > 1 else "",
        "next": with_query(request, page=pages.number + 1) if pages.number < pages.last else "",
    }


@register.simple_tag(takes_context=True)
def sort_header(context: RequestContext, key: str, label: str, numeric: bool = False) -> SafeString:
    """A column head that sorts: once rising, then falling (`?sort=key`, `?sort=-key`)."""
    request: HttpRequest = context["request"]
    sort = request.GET.get("sort") or str(context.get("sort", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    url = with_query(request, sort=f"-{key}" if direction == "ascending" else key)
    return format_html(
        '<th scope="col" aria-sort="{}" class="{}">'
        '<a class="k-sort" href="{}">{}<span aria-hidden="true"></span></a></th>',
        direction, "text-end" if numeric else "", url, label,
    )  # fmt: skip


@register.inclusion_tag("web/components/live_badge.html")
def live_badge() -> dict[str, object]:
    """That the page keeps itself fresh, and when it last did."""
    return {}


@register.simple_block_tag(takes_context=True)
def livepart(context: RequestContext, content: str, name: str) -> SafeString:
    """A region that fetches the page's own address again, with the header HX-Target, when facts have changed."""
    request: HttpRequest = context["request"]
    token = getattr(request, "live_token", hub.token)
    return format_html(
        '<live-part id="{}" src="{}" token="{}">{}</live-part>', name, request.get_full_path(), token, content
    )


@register.simple_tag(takes_context=True)
def refresh(context: RequestContext, seconds: int) -> SafeString:
    """For browsers without JavaScript: load the page again after some seconds. Stands in the block `head`."""
    return format_html('<noscript><meta http-equiv="refresh" content="{}"></noscript>', seconds)
