"""`{% load kaname %}` (a builtin in our settings): every filter and tag that pages share."""

from django import template

from kaname.web.templatetags import kaname_components, kaname_formats, kaname_pages

register = template.Library()
for part in (kaname_formats, kaname_components, kaname_pages):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)
