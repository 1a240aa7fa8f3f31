"""What a change of the deadlines' rules would do to open tickets, shown before it is kept.

The first answer to a form shows it, with a second button; that one keeps only what was shown.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.deadlines.preview import Preview
from inbox.models import Clock, ClockKind, Ticket
from inbox.views.request import Request
from inbox.words.times import moment

AT_ONCE = 10
ChangeWords = tuple[Ticket, str, str, str]
"""A ticket, which clock, the deadline now and then."""


@dataclass(frozen=True)
class PreviewWords:
    """summary: how many would change, and become late. lines: the first of them; further: the others, to unfold."""

    summary: str
    left_out: str
    lines: Sequence[ChangeWords]
    further: Sequence[ChangeWords]
    not_listed: str


def was_shown(request: Request, digest: str) -> bool:
    """Whether the second button was pressed, under a preview of the same change."""
    return "keep" in request.POST and request.POST.get("previewed") == digest


def digest_of(change: object) -> str:
    """The same for changes that open tickets follow alike. change: as JSON has it."""
    return hashlib.sha256(json.dumps(change).encode()).hexdigest()[:32]


def preview_context(request: Request, found: Preview, digest: str, *, now: datetime) -> dict[str, Any]:
    """For partials/change_preview.html."""
    return {
        "preview": preview_words(found, now=now),
        "previewed": digest,
        "changed_since": "keep" in request.POST,
    }


def preview_words(found: Preview, *, now: datetime) -> PreviewWords:
    """What a change would do, to read before it is kept."""
    summary = ngettext(
        "%(n)d of %(all)d open tickets would change; %(late)d would be late at once.",
        "%(n)d of %(all)d open tickets would change; %(late)d would be late at once.",
        found.tickets,
    )
    left_out = _("%(n)d more open tickets were not tried beforehand; they follow as well.") % {"n": found.left_out}
    lines = [
        (change.ticket, _what(change.what), _moment(change.before, now), _moment(change.after, now))
        for change in found.first
    ]
    not_listed = ngettext("and %(n)d more, due later", "and %(n)d more, due later", found.further)
    return PreviewWords(
        summary=summary % {"n": found.tickets, "all": found.looked_at, "late": found.late},
        left_out=left_out if found.left_out else "",
        lines=lines[:AT_ONCE],
        further=lines[AT_ONCE:],
        not_listed=not_listed % {"n": found.further} if found.further else "",
    )


def _what(what: str) -> str:
    return str(Clock(what).label) if what in Clock.values else str(ClockKind(what).label)


def _moment(at: datetime | None, now: datetime) -> str:
    return moment(at, now=now) if at else _("none")
