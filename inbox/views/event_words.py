"""Entries of a ticket's log as sentences. An entry that says nothing a reader needs gives ""."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inbox.closing import ASKED, REFUSED
from inbox.models import ClaimKind, ClaimState, EventKind, Status, TicketEvent
from inbox.models.ticket import Priority
from inbox.time_words import at_moment

Sentence = Callable[[TicketEvent, Mapping[int, str]], str]

CLAIMS = frozenset({EventKind.CLAIM_OPENED, EventKind.CLAIM_CHANGED, EventKind.CLAIM_ENDED})


def event_words(event: TicketEvent, names: Mapping[int, str]) -> str:
    """One sentence for one entry, or "" for one that the messages themselves already show.

    names: of the people an entry may mention, by id.
    """
    sentence = _SENTENCES.get(event.kind)
    return sentence(event, names) if sentence else ""


def _who(event: TicketEvent) -> str:
    return str(event.user) if event.user_id and event.user else ""


def mentioned(events: Iterable[TicketEvent]) -> set[int]:
    """The ids of people who were assigned in these entries."""
    ids = (_value(event.after) for event in events if event.kind == EventKind.ASSIGNED)
    return {found for found in ids if isinstance(found, int)}


def _value(given: object, name: str = "value") -> Any:
    return given.get(name) if isinstance(given, Mapping) else None


def _assigned(event: TicketEvent, names: Mapping[int, str]) -> str:
    who, to = _who(event), _value(event.after)
    if to is None:
        return _("%(who)s took the assignee off") % {"who": who} if who else _("nobody is assigned any more")
    if to == event.user_id:
        return _("%(who)s took this ticket") % {"who": who}
    name = names.get(to, "?")
    if who:
        return _("%(who)s assigned this to %(name)s") % {"who": who, "name": name}
    return _("assigned to %(name)s") % {"name": name}


def _status(event: TicketEvent, _names: Mapping[int, str]) -> str:
    status = _value(event.after)
    label = str(Status(status).label) if status in Status.values else str(status or "")
    who = _who(event)
    if who:
        return _("%(who)s set the status to “%(status)s”") % {"who": who, "status": label}
    return _("status is now “%(status)s”") % {"status": label}


def _priority(event: TicketEvent, _names: Mapping[int, str]) -> str:
    priority = _value(event.after)
    label = str(Priority(priority).label) if priority in Priority.values else str(priority or "")
    return _("%(who)s set the priority to “%(priority)s”") % {"who": _who(event), "priority": label}


def _tags(event: TicketEvent, _names: Mapping[int, str]) -> str:
    tags = _value(event.after) or []
    who = _who(event)
    if not tags:
        return _("%(who)s removed all tags") % {"who": who}
    return _("%(who)s set the tags: %(tags)s") % {"who": who, "tags": ", ".join(map(str, tags))}


def _deadline(event: TicketEvent, _names: Mapping[int, str]) -> str:
    try:
        at = datetime.fromisoformat(str(_value(event.after, "due_at")))
    except ValueError:
        return ""
    return _("the deadline is now %(time)s") % {"time": at_moment(at, now=timezone.now())}


def _order(event: TicketEvent, _names: Mapping[int, str]) -> str:
    """The first guess stands beside the conversation; it is no news."""
    order, who = _value(event.after, "order"), _who(event)
    if who and order:
        return _("%(who)s said that this is about the order %(order)s") % {"who": who, "order": order}
    if who:
        return _("%(who)s said that this is about no order") % {"who": who}
    if not _value(event.before, "order") or order == _value(event.before, "order"):
        return ""
    return _("this is now about the order %(order)s") % {"order": order} if order else _("no order fits any more")


def _claim_opened(event: TicketEvent, _names: Mapping[int, str]) -> str:
    words = {
        ClaimKind.RETURN: _("a return was opened"),
        ClaimKind.REFUND: _("a refund was made"),
        ClaimKind.NOT_RECEIVED: _("the buyer says that nothing arrived"),
        ClaimKind.CANCELLATION: _("a cancellation was asked for"),
        ClaimKind.CASE: _("a case was opened"),
        ClaimKind.PAYMENT_DISPUTE: _("a payment dispute was opened"),
        ClaimKind.A_TO_Z: _("an A-to-z claim was opened"),
    }
    return words.get(_value(event.after, "claim"), _("a claim was opened"))


def _claim_changed(event: TicketEvent, _names: Mapping[int, str]) -> str:
    state, kind = _value(event.after, "state"), _value(event.after, "claim")
    return pgettext("what happened to a claim", "%(claim)s: %(state)s") % {
        "claim": str(ClaimKind(kind).label) if kind in ClaimKind.values else _("claim"),
        "state": str(ClaimState(state).label) if state in ClaimState.values else str(state or ""),
    }


def _conversation(event: TicketEvent, _names: Mapping[int, str]) -> str:
    is_open, who, outcome = _value(event.after, "is_open"), _who(event), _value(event.after, "outcome")
    if outcome == ASKED:
        words = (
            _("%(who)s asked the marketplace to reopen it")
            if is_open
            else _("%(who)s asked the marketplace to close it")
        )
        return words % {"who": who or "?"}
    if outcome == REFUSED:
        return _("the marketplace did not reopen it") if is_open else _("the marketplace did not close it")
    return _("reopened on the marketplace") if is_open else _("closed on the marketplace")


def _with_name(named: Callable[[], str], bare: Callable[[], str]) -> Sentence:
    def sentence(event: TicketEvent, _names: Mapping[int, str]) -> str:
        who = _who(event)
        return named() % {"who": who} if who else bare()

    return sentence


_SENTENCES: dict[str, Sentence] = {
    EventKind.REOPENED: lambda _event, _names: _("reopened: the buyer wrote again"),
    EventKind.ASSIGNED: _assigned,
    EventKind.STATUS: _status,
    EventKind.PRIORITY: _priority,
    EventKind.TAGS: _tags,
    EventKind.SOLVED: _with_name(lambda: _("%(who)s marked this as solved"), lambda: _("marked as solved")),
    EventKind.NO_ANSWER_NEEDED: _with_name(
        lambda: _("%(who)s said that no answer is needed"), lambda: _("no answer needed")
    ),
    EventKind.ANSWER_NEEDED: _with_name(
        lambda: _("%(who)s said that an answer is needed after all"), lambda: _("an answer is needed after all")
    ),
    EventKind.DEADLINE: _deadline,
    EventKind.ORDER: _order,
    EventKind.CLAIM_OPENED: _claim_opened,
    EventKind.CLAIM_CHANGED: _claim_changed,
    EventKind.CLAIM_ENDED: _claim_changed,
    EventKind.CONVERSATION: _conversation,
    EventKind.ERASED: _with_name(lambda: _("%(who)s erased the buyer"), lambda: _("the buyer was erased")),
}
