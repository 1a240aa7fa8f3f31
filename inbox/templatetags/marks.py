"""Icons from the lucide package and our own marketplace marks, as inline SVG without styles."""

import re
import unicodedata
from functools import cache

import lucide
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inbox.search.query import looked_for
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


@register.filter
def says(label: object, said: object) -> str:
    """ "Level: 2", with the space that French wants before the colon."""
    return _("%(label)s: %(said)s") % {"label": label, "said": said}


@register.simple_tag
def found(text: str, searched: str) -> str:
    """The text, with what was searched for marked in it; neither accents nor case count."""
    words = [_folded(word) for word in looked_for(searched)] if searched else []
    if not words:
        return text
    wanted = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    parts, end = [], 0
    for place in wanted.finditer(_folded(text)):
        parts += [text[end : place.start()], _marked(text[place.start() : place.end()])]
        end = place.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, text[end:]]))


def _folded(text: str) -> str:
    """In lower case and without accents, letter by letter, so that places stay the same."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter for letter in text)


def _marked(part: str) -> SafeString:
    return format_html("<mark>{}</mark>", part)
