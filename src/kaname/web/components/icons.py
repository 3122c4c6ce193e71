"""Icons from the vendored sprite."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "web/vendor/icons.svg"


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """The drawing `name`; hidden from screen readers unless a label says what it means."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, static(SPRITE), name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name)
