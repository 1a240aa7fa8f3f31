"""What the buyer said in public about the order of a ticket: one short line each, beside the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.models import Delivery, Feedback, Ticket
from inbox.views.buyers.feedback_lines import is_bad, rating_words
from inbox.words.times import exact, moment

MOST = 3
LONGEST = 120


@dataclass(frozen=True)
class OpinionLine:
    """rating: in the marketplace's word, else in stars. answer: how far the answer is, in words."""

    href: str
    rating: str
    is_bad: bool
    text: str
    at: str
    exact: str
    answer: str


def opinions_of(ticket: Ticket, *, now: datetime) -> Sequence[OpinionLine]:
    """About the ticket's order, or put beside this ticket; the newest first."""
    about = Q(ticket=ticket)
    if ticket.order_id:
        about |= Q(order_id=ticket.order_id)
    found = Feedback.objects.filter(about, account_id=ticket.account_id).order_by("-written_at", "-id")[:MOST]
    connector = ticket.account.connector_class
    return [
        OpinionLine(
            href=reverse("opinion", args=[one.pk]),
            rating=rating_words(one, connector),
            is_bad=is_bad(one),
            text=one.text if len(one.text) <= LONGEST else one.text[:LONGEST].rstrip() + "…",
            at=moment(one.written_at, now=now),
            exact=exact(one.written_at),
            answer=_answer_words(one),
        )
        for one in found
    ]


def _answer_words(opinion: Feedback) -> str:
    if opinion.answer:
        return _("answered")
    if opinion.delivery in (Delivery.QUEUED, Delivery.SENDING):
        return _("answer on its way")
    if opinion.delivery in (Delivery.UNSURE, Delivery.REFUSED):
        return _("its answer needs you")
    return _("not answered") if opinion.answerable else ""
