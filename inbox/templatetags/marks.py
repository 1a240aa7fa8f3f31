"""Icons from the lucide package and our own marketplace marks, as inline SVG without styles."""

from functools import cache

import lucide
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from inbox.views.marks import Mark

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: int = 16) -> SafeString:
    """An icon next to words; screen readers skip it. The markup is the package's own, none of it from outside."""
    svg = lucide._render_icon(
        str(name), size, aria_hidden="true", focusable="false", stroke_width="1.75", **{"class": "icon"}
    )
    return mark_safe(" ".join(svg.split()))  # noqa: S308


@register.simple_tag
def mark(shown: Mark) -> SafeString:
    """The marketplace mark: a letter in a shape."""
    return _mark(shown.letter, shown.label, shown.shape)


@cache
def _mark(letter: str, label: str, shape: int) -> SafeString:
    return format_html(
        '<span class="mark" data-shape="{}" role="img" aria-label="{}" title="{}">{}</span>',
        shape,
        label,
        label,
        letter,
    )
