"""Rows of the list as they are printed."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from inbox.views.lists.ticket_rows import TicketRow

register = template.Library()

KEPT = 2000
"""So many rows, of 2 KB each, a process remembers as printed: people come back to the same first pages all day."""


@register.simple_tag
def ticket_row(row: TicketRow, searched: str) -> SafeString:
    """The row with what was searched for marked in it. Rows that look the same are printed once."""
    return _printed(row, searched, get_language())


@lru_cache(maxsize=KEPT)
def _printed(row: TicketRow, searched: str, language: str | None) -> SafeString:
    del language  # in which the page prints its own words
    return render_to_string("inbox/partials/ticket_row.html", {"row": row, "searched": searched})
