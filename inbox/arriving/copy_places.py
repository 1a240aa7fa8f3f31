"""Which conversation a copy of an answer belongs to, when the copy does not say it: exactly one fits, or none."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from connectors.incoming import IncomingCopy
from connectors.models import Account
from inbox.arriving.own_replies import CLOCK_SKEW, bare
from inbox.models import Delivery, Message, MessageDirection, ResponseCycle, Ticket
from inbox.models.ticket import CLAIM

LONGEST_WAIT = timedelta(days=30)
"""An answer to a question older than this is not guessed at."""
LEAST_QUOTED = 20
"""So many characters of a question make it unmistakable in what quotes it."""


def conversation_for(account: Account, copy: IncomingCopy) -> Ticket | None:
    """The conversation whose buyer waited when the answer was written: by order, else by name, else by quotation."""
    conversations = Ticket.objects.filter(account=account).exclude(kind=CLAIM).select_related("buyer")
    if copy.order_id:
        about = conversations.filter(order_id=copy.order_id)
        if about.exists():
            return _only(_waiting(about, copy)) or _only(about[:2])
    recent = conversations.filter(
        last_message_at__gte=copy.written_at - LONGEST_WAIT, created_at__lte=copy.written_at + CLOCK_SKEW
    )
    if copy.buyer_name:
        named = list(_waiting(recent.filter(buyer_name__iexact=copy.buyer_name), copy))
        if len(named) == 1:
            return named[0]
        if named:
            return _only(_quoted(named, copy))
    return _only(_quoted(_waiting(recent, copy), copy))


def _waiting(tickets: QuerySet[Ticket], copy: IncomingCopy) -> QuerySet[Ticket]:
    """Those whose buyer waited for an answer at that moment, in history too old to have a clock as well."""
    before = Message.objects.filter(
        ticket=OuterRef("pk"), written_at__lte=copy.written_at, delivery__in=["", Delivery.ACCEPTED]
    ).filter(direction__in=[MessageDirection.IN, MessageDirection.OUT])
    newest = before.order_by("-written_at", "-id")
    open_then = ResponseCycle.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=copy.written_at), ticket=OuterRef("pk"), opened_at__lte=copy.written_at
    )
    return tickets.annotate(
        asked=Subquery(newest.values("direction")[:1]), opened=Subquery(newest.values("opens_wait")[:1])
    ).filter(Exists(open_then) | Q(asked=MessageDirection.IN, opened=False))


def _quoted(tickets: Iterable[Ticket], copy: IncomingCopy) -> list[Ticket]:
    """Those whose last question before the answer stands in it."""
    answer = bare(copy.text)
    found = []
    for ticket in tickets:
        asked = ticket.messages.filter(direction=MessageDirection.IN, written_at__lte=copy.written_at)
        last = asked.order_by("-written_at", "-id").first()
        question = bare(last.body_text) if last else ""
        if len(question) >= LEAST_QUOTED and question in answer:
            found.append(ticket)
    return found


def _only(tickets: Iterable[Ticket] | Sequence[Ticket]) -> Ticket | None:
    found = list(tickets)
    return found[0] if len(found) == 1 else None
