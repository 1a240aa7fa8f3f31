"""What the conversation pane shows of one ticket, whoever asks for it: queue, ticket page, live refresh."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox import changes
from inbox.about_tickets import claims_by_ticket
from inbox.forms import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.models import Draft, MessageDirection, Order, ResponseCycle, Status, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.order_actions import has_actions
from inbox.time_words import clock_time, exact, length, moment
from inbox.views import thread as threads
from inbox.views.claim_panel import claim_panel
from inbox.views.composer_files import ComposerFiles, composer_files
from inbox.views.marks import mark_of
from inbox.views.message_links import clock_link
from inbox.views.order_panel import order_panel
from inbox.views.queue_views import Filters
from inbox.views.ticket_rows import time_left_of


@dataclass(frozen=True)
class Composer:
    """key: makes a double-pressed button one reply."""

    key: str
    text: str
    kind: str
    kept: str
    limit: int
    count: int
    marketplace: str
    problem: str
    away: str
    """Why a reply would not leave now; notes are still possible."""
    nowhere: str
    """Why no reply can reach the buyer from here at all; notes are still possible."""
    files: ComposerFiles


@dataclass(frozen=True)
class CycleLine:
    words: str
    state: str
    exact: str


@dataclass(frozen=True)
class OtherTicket:
    id: int
    subject: str
    status: str
    at: str


def ticket_of(user: User, ticket_id: int) -> QuerySet[Ticket]:
    """The one ticket with all that its page needs, if the user may see it."""
    visible: QuerySet[Ticket] = Ticket.objects.visible_to(user)
    related = visible.filter(id=ticket_id).select_related("account", "buyer", "assignee")
    return related.defer("account__credentials", "account__identity")


def conversation_context(
    ticket: Ticket, request: HttpRequest, *, user: User, now: datetime, composer: Composer | None = None
) -> dict[str, Any]:
    """Everything `partials/conversation.html` shows."""
    filters = Filters.read(request.GET)
    counter = changes.current_of(ticket.id)
    marketplace = ticket.account.marketplace_label
    start = request.GET.get("before", "")
    shown = (
        threads.before(ticket, start=start, marketplace=marketplace, now=now)
        if start
        else threads.latest(ticket, marketplace=marketplace, now=now)
    )
    return {
        **head_context(ticket, user=user, now=now),
        "thread": shown,
        "counter": counter,
        "composer": composer or composer_of(ticket, user=user),
        "filters": filters,
        "others": _other_tickets(ticket, user=user, now=now),
        "has_actions": has_actions(ticket),
        **order_context(ticket, now=now),
    }


def order_context(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """The claim and the order beside the conversation."""
    order = Order.objects.filter(account_id=ticket.account_id, external_id=ticket.order_id).first()
    claim = claims_by_ticket([ticket]).get(ticket.pk)
    return {
        "order": order_panel(ticket, order if ticket.order_id else None, now=now),
        "claim": claim_panel(ticket, claim, now=now),
        "mark": mark_of(ticket.account.marketplace),
    }


def head_context(ticket: Ticket, *, user: User, now: datetime) -> dict[str, Any]:
    """The head of the conversation and the properties beside it."""
    return {
        "ticket": ticket,
        "account": ticket.account,
        "mark": mark_of(ticket.account.marketplace),
        "left": time_left_of(ticket, now=now),
        "status_label": Status(ticket.status).label,
        "is_solved": ticket.status == Status.SOLVED,
        "is_mine": ticket.assignee_id == user.id,
        "clock_link": clock_link(ticket)
        if ticket.needs_reply or ticket.last_direction == MessageDirection.IN
        else None,
        "assign_form": AssignForm(initial={"agent": ticket.assignee_id}),
        "status_form": StatusForm(initial={"status": ticket.status}),
        "priority_form": PriorityForm(initial={"priority": ticket.priority}),
        "tags_form": TagsForm(initial={"tags": ", ".join(ticket.tags)}),
        "deadline_why": _why(ticket, now=now),
        "wish": _wish(ticket, now=now),
        "cycles": _cycles(ticket, now=now),
        "me": user,
    }


def composer_of(
    ticket: Ticket, *, user: User, text: str | None = None, kind: str = "reply", problem: str = "", key: str = ""
) -> Composer:
    """A composer with the kept draft, or with `text` that was refused and must not be lost."""
    connector = ticket.account.connector_class
    draft = Draft.objects.filter(ticket=ticket, user=user).first()
    kept = ""
    if text is None:
        text = draft.text if draft else ""
        kept = _("draft kept %(time)s") % {"time": clock_time(draft.updated_at)} if draft and draft.text else ""
    nowhere = _nowhere(ticket)
    return Composer(
        key=key or uuid.uuid4().hex,
        text=text,
        kind="note" if nowhere else kind,
        kept=kept,
        limit=connector.limits.max_characters,
        count=connector.limits.count(text.replace("\r\n", "\n").strip()),
        marketplace=connector.label,
        problem=problem,
        away=_away(ticket.account),
        nowhere=nowhere,
        files=composer_files(ticket, draft),
    )


def _nowhere(ticket: Ticket) -> str:
    """A claim is no conversation: inbox.outbox takes no reply to it."""
    if ticket.kind != CLAIM:
        return ""
    return _("No reply can reach the buyer from here: %(marketplace)s takes the answer on its own site.") % {
        "marketplace": ticket.account.marketplace_label
    }


def _away(account: Account) -> str:
    if account.is_pulled:
        return ""
    return _("The account %(account)s cannot send now: %(state)s.") % {
        "account": account.name,
        "state": account.get_state_display(),
    }


def _why(ticket: Ticket, *, now: datetime) -> str:
    """Why this deadline: what started it, and the rule."""
    if ticket.reply_due_at is None or not ticket.needs_reply:
        return ""
    if ticket.reply_due_at == ticket.claim_due_at:
        return _("%(marketplace)s's own deadline for the claim") % {"marketplace": ticket.account.marketplace_label}
    opened_at = ticket.reply_due_at - ticket.account.hard_window
    return _("%(marketplace)s: %(window)s after the oldest message without an answer (%(opened)s)") % {
        "marketplace": ticket.account.marketplace_label,
        "window": _hours(ticket.account.hard_window.total_seconds()),
        "opened": moment(opened_at, now=now),
    }


def _wish(ticket: Ticket, *, now: datetime) -> str:
    """What the shop wants of itself, which is sooner."""
    if ticket.soft_due_at is None or not ticket.needs_reply:
        return ""
    words = _("Your own wish: by %(time)s, now past.") if now > ticket.soft_due_at else _("Your own wish: by %(time)s.")
    return words % {"time": moment(ticket.soft_due_at, now=now)}


def _hours(seconds: float) -> str:
    return _("%(n)d h") % {"n": round(seconds / 3600)}


def _cycles(ticket: Ticket, *, now: datetime) -> list[CycleLine]:
    return [_cycle_line(cycle, now=now) for cycle in ticket.cycles.order_by("-number")[:5]]


def _cycle_line(cycle: ResponseCycle, *, now: datetime) -> CycleLine:
    ends = exact(cycle.opened_at)
    if cycle.ended_at is None:
        words = _("waiting for %(length)s") % {"length": length(now - cycle.opened_at)}
        return CycleLine(words, "late" if now > cycle.due_at else "fine", ends)
    took = length(cycle.ended_at - cycle.opened_at)
    if cycle.answered_at is None:
        return CycleLine(f"{cycle.get_end_reason_display()} · {took}", "fine", ends)
    if cycle.met(now):
        return CycleLine(_("answered in %(length)s, in time") % {"length": took}, "done", ends)
    if cycle.late_at_arrival:
        return CycleLine(_("answered in %(length)s, late at arrival") % {"length": took}, "late", ends)
    return CycleLine(_("answered in %(length)s, too late") % {"length": took}, "late", ends)


def _other_tickets(ticket: Ticket, *, user: User, now: datetime) -> list[OtherTicket]:
    """What else this buyer wrote about, the newest first."""
    others = Ticket.objects.visible_to(user).filter(buyer_id=ticket.buyer_id).exclude(id=ticket.id)
    return [
        OtherTicket(
            id=other.id,
            subject=other.subject or other.snippet,
            status=str(Status(other.status).label),
            at=moment(other.last_message_at, now=now),
        )
        for other in others.order_by("-last_message_at")[:5]
    ]
