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
from inbox.about_tickets import order_of
from inbox.errors import BuyerErased
from inbox.forms import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.models import Draft, Order, Status, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.opening import can_open
from inbox.order_actions import has_actions
from inbox.time_words import clock_time
from inbox.views import thread as threads
from inbox.views.claim_panel import claim_panels
from inbox.views.composer_files import ComposerFiles, composer_files
from inbox.views.feedback_of_ticket import opinions_of
from inbox.views.marks import mark_of
from inbox.views.message_links import clock_goes_on, clock_link, with_newest_links
from inbox.views.order_panel import order_panel
from inbox.views.other_tickets import other_tickets
from inbox.views.queue_views import Filters
from inbox.views.standing import channel_beside, standing_of
from inbox.views.ticket_rows import time_left_of
from inbox.views.waits import cycle_lines, why, wish

MOST_CYCLES = 5


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
    recipient: str = ""
    """Who was chosen; empty = the buyer."""


def ticket_of(user: User, ticket_id: int) -> QuerySet[Ticket]:
    """The one ticket with all that its page needs, if the user may see it."""
    visible: QuerySet[Ticket] = Ticket.objects.visible_to(user)
    related = visible.filter(id=ticket_id).select_related("account", "buyer", "assignee")
    return with_newest_links(related.defer("account__credentials", "account__identity"))


def conversation_context(
    ticket: Ticket,
    request: HttpRequest,
    *,
    user: User,
    now: datetime,
    composer: Composer | None = None,
    order: Order | None = None,
) -> dict[str, Any]:
    """Everything `partials/conversation.html` shows. order: of the ticket, where it was read already."""
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
        **beside_context(ticket, user=user, now=now, order=order),
        "thread": shown,
        "counter": counter,
        "composer": composer or composer_of(ticket, user=user),
        "filters": filters,
    }


def beside_context(ticket: Ticket, *, user: User, now: datetime, order: Order | None = None) -> dict[str, Any]:
    """Everything `partials/context.html` shows. order: where it was read already."""
    return {
        **head_context(ticket, user=user, now=now),
        "others": other_tickets(ticket, user=user, now=now),
        "has_actions": has_actions(ticket),
        "can_write_first": can_open(ticket),
        "standing": standing_of(ticket, now=now),
        **order_context(ticket, now=now, order=order),
    }


def order_context(ticket: Ticket, *, now: datetime, order: Order | None = None) -> dict[str, Any]:
    """The claims, the order and what was said of it, beside the conversation. order: where it was read already."""
    order = order or order_of(ticket)
    return {
        "order": order_panel(ticket, order, now=now),
        "claims": claim_panels(ticket, now=now),
        "opinions": opinions_of(ticket, now=now),
        "mark": mark_of(ticket.account.marketplace),
    }


def head_context(ticket: Ticket, *, user: User, now: datetime) -> dict[str, Any]:
    """The head of the conversation and the properties beside it."""
    cycles = list(ticket.cycles.order_by("-number")[:MOST_CYCLES])
    return {
        "ticket": ticket,
        "account": ticket.account,
        "mark": mark_of(ticket.account.marketplace),
        "left": time_left_of(ticket, now=now),
        "status_label": Status(ticket.status).label,
        "is_solved": ticket.status == Status.SOLVED,
        "is_mine": ticket.assignee_id == user.id,
        "clock_link": clock_link(ticket),
        "clock_goes_on": clock_goes_on(ticket, cycles[0] if cycles else None),
        "assign_form": AssignForm(initial={"agent": ticket.assignee_id}),
        "status_form": StatusForm(initial={"status": ticket.status}),
        "priority_form": PriorityForm(initial={"priority": ticket.priority}),
        "tags_form": TagsForm(initial={"tags": ", ".join(ticket.tags)}),
        "deadline_why": why(ticket, now=now),
        "wish": wish(ticket, now=now),
        "channel": channel_beside(ticket.account, ticket.channel),
        "cycles": cycle_lines(cycles, now=now),
        "me": user,
    }


def composer_of(
    ticket: Ticket,
    *,
    user: User,
    text: str | None = None,
    kind: str = "reply",
    problem: str = "",
    key: str = "",
    recipient: str = "",
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
        recipient=recipient,
    )


def _nowhere(ticket: Ticket) -> str:
    """A claim is no conversation, and nobody can write to somebody erased: inbox.outbox takes no reply to them."""
    if ticket.is_erased:
        return str(BuyerErased())
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
