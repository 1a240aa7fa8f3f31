"""Times in words, with the exact instant on hover, focus and touch (config/static/js/tip.js)."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def when(words: str, exact: str) -> str:
    """Words such as "tomorrow 09:00" that can be focused by themselves; bare where nothing exact is known."""
    return format_html('<span class="tip" tabindex="0" data-tip="{}">{}</span>', exact, words) if exact else words


@register.simple_tag
def when_inside(words: str, exact: str) -> str:
    """The same within a link or button, which has the focus for it."""
    return format_html('<span class="tip" data-tip="{}">{}</span>', exact, words) if exact else words
