"""How templates do: how often they are used, changed before sending, and settle a ticket with one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from inbox.models import Delivery, Message, MessageDirection, Status

SPAN: Final = timedelta(days=90)


@dataclass(frozen=True)
class TemplateFigures:
    """Of the replies that were sent in the last 90 days. edited: changed before sending.

    solved: on tickets that are solved; at_once: of those, the ones on which no other human answer was needed.
    """

    sent: int
    edited: int
    solved: int
    at_once: int


NOTHING: Final = TemplateFigures(0, 0, 0, 0)


def figures_by_template(now: datetime) -> Mapping[int, TemplateFigures]:
    """By the template's id; one that was not used is left out. Replies taken back or refused do not count."""
    other = Message.objects.filter(
        ticket=OuterRef("ticket"), direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED, automatic=False
    ).exclude(pk=OuterRef("pk"))
    sent = Message.objects.filter(
        template_version__isnull=False, delivery=Delivery.ACCEPTED, written_at__gte=now - SPAN
    )
    is_solved = Q(ticket__status=Status.SOLVED)
    rows = sent.values("template_version__template").annotate(
        sent=Count("pk"),
        edited=Count("pk", filter=Q(template_edited=True)),
        solved=Count("pk", filter=is_solved),
        at_once=Count("pk", filter=is_solved & Q(~Exists(other))),
    )
    return {
        row["template_version__template"]: TemplateFigures(row["sent"], row["edited"], row["solved"], row["at_once"])
        for row in rows
    }
