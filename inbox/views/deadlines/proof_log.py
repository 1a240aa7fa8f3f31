"""The log in a proof: each entry in words, beneath them what was sealed, as it is in the database."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from inbox.models import ClaimKind, ClaimState, Delivery, EventKind, Status
from inbox.models.ticket import Priority
from inbox.proof.records import ProvenEntry
from inbox.proof.sheet import Row, Section
from inbox.tickets.topics import name_of_topic


def log_section(entries: Sequence[ProvenEntry]) -> Section:
    """In the active language."""
    return Section(
        heading=_("Log and seals"),
        columns=[_("Seal"), _("When"), _("What"), _("Sealed")],
        widths=[8, 26, 40, 26],
        rows=[_row(entry) for entry in entries],
        note=_(
            "Each seal is a SHA-256 over the entry and the seal before it: nothing can be changed, taken out or put in "
            "without all that follows being made anew. The JSON has what is needed to compute them."
        ),
        empty=_("Nothing is in the log."),
    )


def exactly(at: datetime) -> str:
    """With its offset, since a clock's hour may come twice."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %z}"


def _row(entry: ProvenEntry) -> Row:
    what = str(EventKind(entry.kind).label) if entry.kind in EventKind.values else entry.kind
    values = _("content erased") if entry.is_erased else _change(entry)
    words = _("%(label)s: %(said)s") % {"label": what, "said": values} if values else what
    number = str(entry.number) if entry.number else _("not yet")
    sealed = exactly(entry.sealed_at) if entry.sealed_at else "–"
    return Row([number, exactly(entry.at), words, sealed], [*_as_stored(entry), *filter(None, [entry.digest])])


def _as_stored(entry: ProvenEntry) -> list[str]:
    """What was said, exactly; nothing of an entry that says no more than that it happened."""
    said = [json.dumps(part, ensure_ascii=False) for part in (entry.before, entry.after) if part]
    return [" → ".join(said)] if said else []


def _change(entry: ProvenEntry) -> str:
    """What became of what, as far as it has words that a reader knows."""
    before, after = _words(entry.kind, entry.before), _words(entry.kind, entry.after)
    return f"{before} → {after}" if before and after else after or before


def _words(kind: str, said: object) -> str:
    if not isinstance(said, Mapping):
        return ""
    shown = ((_VALUES.get(kind) if name == "value" else _READ.get(name), value) for name, value in said.items())
    return ", ".join(read(value) for read, value in shown if read and value not in (None, "", []))


def _label(choices: type[TextChoices]) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label) if value in choices.values else str(value)


def _priority(value: Any) -> str:
    return str(Priority(value).label) if value in Priority.values else str(value)


def _list(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _time(value: Any) -> str:
    at = parse_datetime(str(value))
    return exactly(at) if at else str(value)


_READ: Mapping[str, Callable[[Any], str]] = {
    "status": _label(Status),
    "delivery": _label(Delivery),
    "claim": _label(ClaimKind),
    "state": _label(ClaimState),
    "order": str,
    "external_id": str,
    "due_at": _time,
    "until": _time,
}
"""By the name of a part."""
_STATUSES = (
    *(EventKind.STATUS, EventKind.SOLVED, EventKind.SNOOZED, EventKind.WOKEN),
    *(EventKind.SPAM, EventKind.NOT_SPAM),
)
_VALUES: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(_STATUSES, _label(Status)),
    EventKind.PRIORITY: _priority,
    EventKind.TOPIC: name_of_topic,
    EventKind.LEVEL: str,
    EventKind.TAGS: _list,
    EventKind.LANGUAGE: str,
}
"""Of the part that has no name of its own, by the kind of the entry."""
