"""Rows of the list, ready to print: the page computes nothing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.lists.columns import Column, columns_of
from inbox.models import Delivery, MessageDirection, Status, Ticket, User
from inbox.models.ticket import OVER, Priority
from inbox.tickets.about import claims_by_ticket
from inbox.views.claims.claim_words import kind_words
from inbox.views.lists.below_row import below
from inbox.views.marks import Mark, mark_of
from inbox.views.sentences import entry_in_own_language
from inbox.views.ticket.standing import channel_beside
from inbox.views.ticket.subjects import subject_of
from inbox.words.times import TimeLeft, Urgency, time_left

_HELD, _PLANNED, _DRAFT = "held", "planned", "draft"
DELIVERY_MARKS: Mapping[str, str] = {
    Delivery.REFUSED: "refused",
    Delivery.UNSURE: "unsure",
    _HELD: "held",
    Delivery.SENDING: "sending",
    Delivery.QUEUED: "sending",
    _PLANNED: "planned",
}
"""What the row says of a reply that is not there yet; the first that holds wins."""
_ON_THEIR_WAY = f"""
    SELECT ticket_id, array_agg(state) FROM (
        SELECT ticket_id,
            CASE
                WHEN delivery <> '{Delivery.QUEUED}' OR later_at IS NULL THEN delivery
                WHEN send_after IS NULL THEN '{_HELD}'
                ELSE '{_PLANNED}'
            END AS state
        FROM inbox_message
        WHERE ticket_id = ANY(%(ids)s) AND delivery = ANY(%(states)s) AND (later_at IS NULL OR NOT automatic)
        UNION ALL
        SELECT ticket_id, '{_DRAFT}' FROM inbox_draft WHERE ticket_id = ANY(%(ids)s) AND user_id = %(user)s
    ) AS found
    GROUP BY ticket_id
"""  # noqa: S608


@dataclass(frozen=True)
class TicketRow:
    """Flat, and nothing left to compute: the page prints fifty of these, and printing is what takes time. Two that are
    equal are printed alike (inbox/templatetags/rows.py).

    channel: the sales channel, where its name says more than the marketplace's.
    below: what the user wants to see besides, as label and words. assignee, left: empty where he does not.
    deadline: "late", "soon", "fine" or "answered"; left: the same in words; due_iso, due_exact: empty if nobody waits.
    """

    id: int
    href: str
    buyer: str
    subject: str
    snippet: str
    mark: Mark
    account: str
    channel: str
    deadline: str
    left: str
    due_iso: str
    due_exact: str
    is_current: bool
    unread: bool
    answered_last: bool
    assignee: str
    assignee_initials: str
    urgent: bool
    delivery: str
    has_draft: bool
    message_count: int
    tags: tuple[str, ...]
    below: tuple[tuple[str, str], ...]
    claim: str
    """What the buyer claims, in words; empty if nothing, or no longer."""


def rows_of(
    tickets: Sequence[Ticket],
    *,
    user: User,
    accounts: Sequence[Account],
    now: datetime,
    query: str = "",
    current: int = 0,
) -> list[TicketRow]:
    """Rows for `tickets` (with their assignees), in their order: two more queries at most.

    query: the filters of the list, kept in each row's address. current: the id of the open ticket.
    """
    ids = [ticket.id for ticket in tickets]
    by_id = {account.id: account for account in accounts}
    before, after = reverse("ticket", args=[0]).split("0")
    after += f"?{query}" if query else ""
    on_their_way, claims, columns = _on_their_way(ids, user), _claims(tickets), columns_of(user)
    return [
        _row(
            ticket,
            href=f"{before}{ticket.id}{after}",
            account=by_id.get(ticket.account_id) or ticket.account,
            on_its_way=on_their_way.get(ticket.id, frozenset()),
            is_current=ticket.id == current,
            claim=claims.get(ticket.id, ""),
            columns=columns,
            now=now,
        )
        for ticket in tickets
    ]


def time_left_of(ticket: Ticket, *, now: datetime) -> TimeLeft:
    """What to say about the deadline of a ticket, also when nobody waits."""
    if ticket.status in OVER:
        return TimeLeft(str(Status(ticket.status).label), Urgency.ANSWERED)
    if ticket.reply_due_at is not None:
        return time_left(ticket.reply_due_at, now=now)
    if ticket.woken_at is not None:
        return TimeLeft(_("back from snooze"), Urgency.SOON)
    if ticket.needs_reply:
        return TimeLeft(_("waits, without a deadline"), Urgency.FINE)
    if ticket.last_direction == MessageDirection.IN:
        return TimeLeft(_("no answer needed"), Urgency.ANSWERED)
    return TimeLeft(_("answered"), Urgency.ANSWERED)


def _claims(tickets: Sequence[Ticket]) -> dict[int, str]:
    """Kinds in words: of tickets with an open claim, also without a deadline; no query where there is none."""
    with_one = [ticket for ticket in tickets if ticket.has_open_claim]
    return {ticket_id: kind_words(claim.kind) for ticket_id, claim in claims_by_ticket(with_one).items()}


def _on_their_way(ids: Sequence[int], user: User) -> dict[int, frozenset[str]]:
    """By ticket id, the states of replies that are not there yet, and _DRAFT where the user has one."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ON_THEIR_WAY, {"ids": list(ids), "states": list(DELIVERY_MARKS), "user": user.pk})
        return {ticket_id: frozenset(states) for ticket_id, states in cursor.fetchall()}


def _row(
    ticket: Ticket,
    *,
    href: str,
    account: Account,
    on_its_way: Set[str],
    is_current: bool,
    claim: str,
    columns: Set[Column],
    now: datetime,
) -> TicketRow:
    assignee = ticket.assignee if Column.ASSIGNEE in columns else None
    left = time_left_of(ticket, now=now)
    is_entry, labels = ticket.last_direction == MessageDirection.SYSTEM, account.connector_class.code_labels
    return TicketRow(
        id=ticket.id,
        href=href,
        buyer=ticket.buyer_called,
        subject=subject_of(ticket)[:200],
        snippet=entry_in_own_language(ticket.snippet, labels) if is_entry else ticket.snippet,
        mark=mark_of(account.marketplace),
        account=account.name,
        channel=channel_beside(account, ticket.channel),
        deadline=left.urgency.value,
        left=left.words if Column.LEFT in columns else "",
        due_iso=left.iso if Column.LEFT in columns else "",
        due_exact=left.exact,
        is_current=is_current,
        unread=ticket.unread,
        answered_last=ticket.last_direction == MessageDirection.OUT,
        assignee=str(assignee) if assignee else "",
        assignee_initials=assignee.initials if assignee else "",
        urgent=ticket.priority >= Priority.HIGH,
        delivery=next((word for state, word in DELIVERY_MARKS.items() if state in on_its_way), ""),
        has_draft=_DRAFT in on_its_way,
        message_count=ticket.message_count,
        tags=tuple(ticket.tags[:3]),
        below=below(ticket, account, columns, now=now),
        claim=claim,
    )
