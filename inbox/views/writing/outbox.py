"""The outbox: replies on their way, and those that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.models import Delivery, Message, Ticket, User
from inbox.people.permissions import allowed, may_answer
from inbox.views.marks import Mark, mark_of
from inbox.views.rail import unsettled_replies
from inbox.views.request import Request, no_cache
from inbox.views.ticket.subjects import subject_of
from inbox.views.writing.delivery_words import DeliveryLine, delivery_line
from inbox.views.writing.outbox_forwards import forward_lines
from inbox.words.times import exact, moment

MOST = 200


@dataclass(frozen=True)
class OutboxLine:
    id: int
    ticket: Ticket
    subject: str
    mark: Mark
    account: str
    author: str
    text: str
    at: str
    exact: str
    delivery: DeliveryLine


@dataclass(frozen=True)
class OutboxGroup:
    heading: str
    what_to_do: str
    lines: Sequence[OutboxLine]


@allowed(may_answer)
@require_GET
def outbox(request: Request) -> HttpResponse:
    now = timezone.now()
    groups = [group for group in _groups(request.user, now) if group.lines]
    context = {"groups": groups, "forwards": forward_lines(request.user, now=now), "title": _("Outbox")}
    return no_cache(render(request, "inbox/outbox.html", context))


def _on_the_way() -> QuerySet[Message, int]:
    """Ids. Each state has an index of its own; asked for together, every message there is would be read."""
    queued, sending = (
        Message.objects.filter(delivery=state).order_by().values_list("pk", flat=True)
        for state in (Delivery.QUEUED, Delivery.SENDING)
    )
    return queued.union(sending, all=True)


def _groups(user: User, now: datetime) -> list[OutboxGroup]:
    on_the_way = Message.objects.filter(pk__in=_on_the_way(), ticket__in=Ticket.objects.visible_to(user))
    lines = _lines(unsettled_replies(user).order_by("attempted_at", "id"), now)
    leaving = _lines(on_the_way.order_by("send_after", "id"), now)
    return [
        OutboxGroup(
            _("Not sure"),
            _(
                "The request left and no answer came back. Guichet keeps looking at the marketplace and never sends "
                "twice. If you can see there what became of it, say so here."
            ),
            [line for line in lines if line.delivery.state == "unsure"],
        ),
        OutboxGroup(
            _("Not sent"),
            _("The buyer did not get these replies. Change the text, or send it again."),
            [line for line in lines if line.delivery.state == "refused"],
        ),
        OutboxGroup(
            _("Held back"),
            _("Somebody wrote after these had been planned. They wait until you say what becomes of them."),
            [line for line in leaving if line.delivery.state == "held"],
        ),
        OutboxGroup(_("On their way"), "", [line for line in leaving if line.delivery.state != "held"]),
    ]


def _lines(messages: QuerySet[Message], now: datetime) -> list[OutboxLine]:
    found = messages.select_related("ticket__account", "user")[:MOST]
    return [line for message in found if (line := _line(message, now))]


def _line(message: Message, now: datetime) -> OutboxLine | None:
    account = message.ticket.account
    state = delivery_line(message, connector=account.connector_class, now=now)
    if state is None:
        return None
    return OutboxLine(
        id=message.id,
        ticket=message.ticket,
        subject=subject_of(message.ticket),
        mark=mark_of(account.marketplace),
        account=account.name,
        author=str(message.user) if message.user else message.author,
        text=message.body_text[:400],
        at=moment(message.written_at, now=now),
        exact=exact(message.written_at),
        delivery=state,
    )
