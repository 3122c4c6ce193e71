"""The list of targets."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaname.goals.forms.target_filter import TargetFilter
from kaname.goals.models import Target
from kaname.goals.reader import Reader
from kaname.goals.target_lines import lines, with_authors
from kaname.goals.views.entry import for_reader
from kaname.web.requests import SignedInRequest

PAGE_SIZE = 50


@require_safe
@for_reader
def targets(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """What the reader may see, by period, filtered by the address; without a filter what is in force now and later."""
    chosen = TargetFilter(request.GET, reader=reader)
    visible = chosen.apply(Target.objects.visible_in(reader.scope)).order_by("starts_on", "ends_on", "metric_key", "pk")
    page = Paginator(with_authors(visible), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "reader": reader,
        "filter": chosen,
        "page": page,
        "lines": lines(page.object_list, reader),
        "export_url": f"{reverse('goals:targets_export')}?{request.GET.urlencode()}",
    }
    template = "goals/targets.html#list" if request.htmx else "goals/targets.html"
    return render(request, template, context)
