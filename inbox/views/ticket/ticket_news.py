"""What an agent must know of a ticket before anything else, each with what can be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inbox.models import Status, Ticket, User
from inbox.tickets.snooze import wakes_at
from inbox.words.times import at_moment, exact


@dataclass(frozen=True)
class TicketNews:
    """kind: how it is painted. act: where a press of the button posts; href: where it leads; verb: what it says.

    key: the single key that presses it. exact: the instant in the words, if one is.
    """

    words: str
    icon: str
    kind: str = "notice"
    act: str = ""
    href: str = ""
    verb: str = ""
    key: str = ""
    exact: str = ""


def news_of(ticket: Ticket, *, user: User, now: datetime) -> list[TicketNews]:
    return list(_news(ticket, user, now))


def _news(ticket: Ticket, user: User, now: datetime) -> Iterator[TicketNews]:
    if ticket.hand_over is not None and ticket.assignee_id == user.pk:
        said = ticket.hand_over
        words = pgettext("hand-over note", "%(who)s: %(note)s") % {"who": said.author, "note": said.body_text}
        act = reverse("ticket_note_read", args=[ticket.pk])
        yield TicketNews(words, "hand-helping", kind="soon", act=act, verb=_("Read"))
    if ticket.merged_into_id is not None:
        words = _("This was merged into ticket #%(number)d. A text that was begun went along.")
        words = words % {"number": ticket.merged_into_id}
        there = reverse("ticket", args=[ticket.merged_into_id])
        yield TicketNews(words, "merge", kind="soon", href=there, verb=_("Go there"))
    if ticket.status == Status.SNOOZED:
        back_at = wakes_at(ticket)
        yield TicketNews(
            _asleep(ticket, back_at, now=now),
            "alarm-clock-off",
            act=reverse("ticket_wake", args=[ticket.pk]),
            verb=_("Wake it now"),
            exact=exact(back_at) if back_at else "",
        )
    if ticket.status == Status.SPAM:
        words = _("Spam: nobody waits here, and what still comes stays spam unless an order is known.")
        yield TicketNews(
            words, "shield-ban", act=reverse("ticket_not_spam", args=[ticket.pk]), verb=_("Not spam"), key="!"
        )
    if ticket.woken_at is not None:
        words = _("Back from snooze: nobody waits, you wanted to be reminded. “No answer needed” files it away.")
        yield TicketNews(words, "alarm-clock")


def _asleep(ticket: Ticket, back_at: datetime | None, *, now: datetime) -> str:
    if back_at is None:
        return _("Snoozed until the buyer writes.")
    if ticket.snoozed_until is not None and back_at == ticket.snoozed_until:
        return _("Snoozed: comes back %(time)s.") % {"time": at_moment(back_at, now=now)}
    if ticket.snoozed_until is None:
        words = _("Snoozed until the buyer writes; comes back %(time)s anyway, before its deadline.")
        return words % {"time": at_moment(back_at, now=now)}
    return _("Snoozed: comes back %(time)s, before its deadline.") % {"time": at_moment(back_at, now=now)}
