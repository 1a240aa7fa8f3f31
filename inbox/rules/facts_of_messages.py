"""What the buyer's message tells: the one that an occasion is about, else the newest of the ticket."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from inbox.models import Attachment, Message, MessageDirection, Ticket
from inbox.rules.conditions import Facts
from inbox.rules.occasion import Occasion

Row = Mapping[str, Any]
UNDERSTOOD = ("anger", "withdrawal", "chaser", "thanks")
_UNDERSTANDING = tuple(f"understanding__{name}" for name in UNDERSTOOD)
NOTHING: Facts = dict.fromkeys(("text", "message_number", "attachments", *UNDERSTOOD))


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    named = {occasion.message_id for occasion, _ in pairs if occasion.message_id}
    unnamed = {ticket.pk for occasion, ticket in pairs if not occasion.message_id}
    by_id = {row["id"]: row for row in _rows(Message.objects.filter(pk__in=named))} if named else {}
    newest = _newest(unnamed)
    for occasion, ticket in pairs:
        row = by_id.get(occasion.message_id) if occasion.message_id else newest.get(ticket.pk)
        yield _facts(row) if row else NOTHING


def _newest(ticket_ids: set[int]) -> dict[int, Row]:
    if not ticket_ids:
        return {}
    his = Message.objects.filter(ticket__in=ticket_ids, direction=MessageDirection.IN)
    newest = his.order_by("ticket_id", "-written_at", "-id").distinct("ticket_id").values("pk")
    return {row["ticket_id"]: row for row in _rows(Message.objects.filter(pk__in=Subquery(newest)))}


def _rows(messages: QuerySet[Message]) -> Iterable[Row]:
    earlier = Message.objects.filter(
        Q(written_at__lt=OuterRef("written_at")) | Q(written_at=OuterRef("written_at"), id__lte=OuterRef("id")),
        ticket=OuterRef("ticket"),
        direction=MessageDirection.IN,
    )
    number = earlier.order_by().values("ticket").annotate(n=Count("pk")).values("n")
    columns = ("id", "ticket_id", "body_text", "number", "has_files", *_UNDERSTANDING)
    rows: Iterable[Row] = messages.annotate(
        number=Coalesce(Subquery(number), 0), has_files=Exists(Attachment.objects.filter(message=OuterRef("pk")))
    ).values(*columns)
    return rows


def _facts(row: Row) -> Facts:
    return {
        "text": row["body_text"],
        "message_number": Decimal(row["number"]),
        "attachments": row["has_files"],
        **{name: row[f"understanding__{name}"] for name in UNDERSTOOD},
    }
