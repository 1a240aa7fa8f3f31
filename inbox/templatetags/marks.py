"""Icons from the lucide package and our own marketplace marks, as inline SVG without styles."""

import re
from functools import cache

import lucide
from django import template
from django.utils.html import format_html, format_html_join
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


@register.simple_tag
def found(text: str, searched: str) -> str:
    """The text, with the words that were searched for marked in it; accents count, case does not."""
    if not searched:
        return text
    words = sorted(set(searched.split()), key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, words)) + ")", text, flags=re.IGNORECASE)
    return format_html_join("", "{}", ((_marked(part) if number % 2 else part,) for number, part in enumerate(parts)))


def _marked(part: str) -> SafeString:
    return format_html("<mark>{}</mark>", part)
