"""Entries of a ticket's log as sentences. An entry that says nothing a reader needs gives ""."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from connectors.policy import rule_name
from inbox.deadlines.log import GOES_ON
from inbox.models import ClaimKind, ClaimState, EventKind, Resolution, Status, TicketEvent
from inbox.models.ticket import Priority
from inbox.sending.closing import ASKED, REFUSED
from inbox.tickets.call import Caller
from inbox.tickets.snooze import Why
from inbox.tickets.topics import name_of_topic
from inbox.words.languages import language_name
from inbox.words.money import money
from inbox.words.times import at_moment, length

Sentence = Callable[[TicketEvent, Mapping[int, str]], str]

ABOUT_A_MESSAGE = frozenset({EventKind.CLAIM_OPENED, EventKind.CLAIM_CHANGED, EventKind.CLAIM_ENDED, EventKind.THANKS})
"""Entries that stand beside the message they are about, whenever they were written."""


def event_words(event: TicketEvent, names: Mapping[int, str]) -> str:
    """One sentence for one entry, or "" for one that the messages themselves already show.

    names: of the people an entry may mention, by id.
    """
    sentence = _SENTENCES.get(event.kind)
    return sentence(event, names) if sentence else ""


def _who(event: TicketEvent) -> str:
    return str(event.user) if event.user_id and event.user else ""


def mentioned(events: Iterable[TicketEvent]) -> set[int]:
    """The ids of people who were assigned in these entries, or whose reply somebody else took back."""
    ids = (_value(event.after, _MENTIONS[event.kind]) for event in events if event.kind in _MENTIONS)
    return {found for found in ids if isinstance(found, int)}


_MENTIONS: Mapping[str, str] = {EventKind.ASSIGNED: "value", EventKind.DELIVERY: "whose"}
"""Where such entries name a person."""


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


def _delivery(event: TicketEvent, names: Mapping[int, str]) -> str:
    """Only of one that somebody else took back, since it stands there no more."""
    whose = _value(event.after, "whose")
    if whose is None:
        return ""
    return _("%(who)s took %(name)s's reply back before it left") % {"who": _who(event), "name": names.get(whose, "?")}


def _status(event: TicketEvent, _names: Mapping[int, str]) -> str:
    status = _value(event.after)
    label = str(Status(status).label) if status in Status.values else str(status or "")
    who = _who(event)
    if who and _value(event.after, GOES_ON):
        return _("%(who)s set the status back to “%(status)s”: the buyer’s wait goes on as before") % {
            "who": who,
            "status": label,
        }
    if who:
        return _("%(who)s set the status to “%(status)s”") % {"who": who, "status": label}
    return _("status is now “%(status)s”") % {"status": label}


def _priority(event: TicketEvent, _names: Mapping[int, str]) -> str:
    priority = _value(event.after)
    label = str(Priority(priority).label) if priority in Priority.values else str(priority or "")
    if not (who := _who(event)):
        return _("the priority is now “%(priority)s”") % {"priority": label}
    return _("%(who)s set the priority to “%(priority)s”") % {"who": who, "priority": label}


def _tags(event: TicketEvent, _names: Mapping[int, str]) -> str:
    tags = _value(event.after) or []
    who = _who(event)
    if not who:
        return _("tags are now: %(tags)s") % {"tags": ", ".join(map(str, tags)) or "–"}
    if not tags:
        return _("%(who)s removed all tags") % {"who": who}
    return _("%(who)s set the tags: %(tags)s") % {"who": who, "tags": ", ".join(map(str, tags))}


def _rule(event: TicketEvent, _names: Mapping[int, str]) -> str:
    return _("the rule “%(name)s” fitted") % {"name": _value(event.after, "name") or "?"}


def _overridden(event: TicketEvent, _names: Mapping[int, str]) -> str:
    rules = ", ".join(rule_name(str(rule), get_language() or "en") for rule in _value(event.after, "rules") or ())
    words = _("%(who)s sent this although the policy check found: %(rules)s. Why: “%(why)s”")
    return words % {"who": _who(event), "rules": rules, "why": _value(event.after, "why") or "–"}


def _topic(event: TicketEvent, _names: Mapping[int, str]) -> str:
    topic = str(_value(event.after) or "")
    if _value(event.after, "understood"):
        return ""
    if not _who(event):
        return _("the topic is now “%(topic)s”") % {"topic": name_of_topic(topic) or "–"}
    if not topic:
        return _("%(who)s took the topic off") % {"who": _who(event)}
    return _("%(who)s set the topic to “%(topic)s”") % {"who": _who(event), "topic": name_of_topic(topic)}


def _level(event: TicketEvent, _names: Mapping[int, str]) -> str:
    level = _value(event.after)
    if _value(event.after, "understood"):
        return ""
    if not _who(event):
        return _("the level is now %(level)s") % {"level": level or "–"}
    if level is None:
        return _("%(who)s took the level off") % {"who": _who(event)}
    return _("%(who)s set the level to %(level)d") % {"who": _who(event), "level": level}


def _language(event: TicketEvent, _names: Mapping[int, str]) -> str:
    language = language_name(str(_value(event.after) or "")) or "–"
    return _("%(who)s set the buyer’s language: %(language)s") % {"who": _who(event) or "–", "language": language}


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


def _snoozed(event: TicketEvent, _names: Mapping[int, str]) -> str:
    try:
        until = datetime.fromisoformat(str(_value(event.after, "until")))
    except ValueError:
        return _("%(who)s put this aside until the buyer writes") % {"who": _who(event)}
    time = at_moment(until, now=timezone.now())
    if not _who(event):
        return _("put aside until %(time)s") % {"time": time}
    return _("%(who)s put this aside until %(time)s") % {"who": _who(event), "time": time}


def _woken(event: TicketEvent, _names: Mapping[int, str]) -> str:
    words = {
        Why.TIME: _("back from snooze: its time has come"),
        Why.DEADLINE: _("back from snooze: its deadline comes closer"),
        Why.BUYER: _("back from snooze: the buyer wrote"),
        Why.CLAIM: _("back from snooze: there is news of a claim"),
        Why.FAILURE: _("back from snooze: a reply did not arrive"),
        Why.ANSWER: _("back from snooze: a forwarded mail was answered"),
    }
    who = _who(event)
    return _("%(who)s took this back from snooze") % {"who": who} if who else words.get(_value(event.after, "why"), "")


def _opened(event: TicketEvent, _names: Mapping[int, str]) -> str:
    """Only of one that was split off: all others begin with a message."""
    origin = _value(event.before)
    words = _("%(who)s split this off from ticket #%(id)s")
    return words % {"who": _who(event), "id": origin} if origin else ""


def _call(event: TicketEvent, _names: Mapping[int, str]) -> str:
    if _value(event.after) == Caller.BUYER:
        return _("the buyer rang %(who)s") % {"who": _who(event)}
    return _("%(who)s rang the buyer") % {"who": _who(event)}


def _resolution(event: TicketEvent, _names: Mapping[int, str]) -> str:
    recorded = _value(event.after)
    if not recorded:
        return _("%(who)s took the recorded outcome off") % {"who": _who(event)}
    name, amount, currency = recorded
    label = str(Resolution(name).label) if name in Resolution.values else name
    cost = money(amount or None, currency)
    outcome = f"{label}, {cost}" if cost else label
    return _("%(who)s recorded the outcome: %(outcome)s") % {"who": _who(event), "outcome": outcome}


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


def _warned(event: TicketEvent, _names: Mapping[int, str]) -> str:
    minutes = int(_value(event.after, "minutes_before") or 0)
    if minutes:
        return _("warned %(length)s before the deadline") % {"length": length(timedelta(minutes=minutes))}
    if _value(event.after, "while_down"):
        return _("the deadline passed while Guichet was down; told afterwards")
    return _("the deadline passed; told to the leads too")


def _survey(event: TicketEvent, _names: Mapping[int, str]) -> str:
    if _value(event.before):
        return _("the buyer changed his answer to the survey: %(n)s of 5") % {"n": _value(event.after)}
    return _("the buyer answered the survey: %(n)s of 5") % {"n": _value(event.after)}


_SENTENCES: dict[str, Sentence] = {
    EventKind.REOPENED: lambda _event, _names: _("reopened: the buyer wrote again"),
    EventKind.ASSIGNED: _assigned,
    EventKind.DELIVERY: _delivery,
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
    EventKind.THANKS: lambda _event, _names: _("only a thank-you: no answer needed"),
    EventKind.SNOOZED: _snoozed,
    EventKind.WOKEN: _woken,
    EventKind.SPAM: _with_name(lambda: _("%(who)s marked this as spam"), lambda: _("marked as spam")),
    EventKind.NOT_SPAM: _with_name(lambda: _("%(who)s said that this is no spam"), lambda: _("no spam after all")),
    EventKind.CALL: _call,
    EventKind.RESOLUTION: _resolution,
    EventKind.LINKED: lambda event, _names: (
        _("%(who)s linked this to ticket #%(id)s") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.UNLINKED: lambda event, _names: (
        _("%(who)s took the link to ticket #%(id)s away") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.MERGED: lambda event, _names: (
        _("%(who)s merged this into ticket #%(id)s") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.TOOK_IN: lambda event, _names: (
        _("%(who)s merged ticket #%(id)s into this one") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.UNMERGED: lambda event, _names: (
        _("%(who)s took the merge with ticket #%(id)s back") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.SPLIT: lambda event, _names: (
        _("%(who)s split messages off into ticket #%(id)s") % {"who": _who(event), "id": _value(event.after)}
    ),
    EventKind.OPENED: _opened,
    EventKind.TOPIC: _topic,
    EventKind.LEVEL: _level,
    EventKind.LANGUAGE: _language,
    EventKind.DEADLINE: _deadline,
    EventKind.WARNED: _warned,
    EventKind.RULE: _rule,
    EventKind.OVERRIDDEN: _overridden,
    EventKind.ORDER: _order,
    EventKind.SURVEY: _survey,
    EventKind.CLAIM_OPENED: _claim_opened,
    EventKind.CLAIM_CHANGED: _claim_changed,
    EventKind.CLAIM_ENDED: _claim_changed,
    EventKind.CONVERSATION: _conversation,
    EventKind.ERASED: _with_name(lambda: _("%(who)s erased the buyer"), lambda: _("the buyer was erased")),
}
