"""Ask the buyers whose time has come: a message through the outbox, or the marketplace's own request for a review.

Whatever happened since the ticket was solved is looked at now: a reopened ticket's survey is gone (it is planned anew
once the ticket is solved again), one with an open claim waits, and some buyers are left out for good.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from inbox.models import (
    BuyerHandle,
    Claim,
    ClaimState,
    Delivery,
    LeftOut,
    Message,
    MessageDirection,
    Status,
    Survey,
    Ticket,
)
from inbox.models.claim import ClaimQuerySet
from inbox.sending.automatic import (
    AutomaticReply,
    AutomaticReplyForbidden,
    NoAutomaticReply,
    nobody_reads,
    queue_afterwards,
)
from inbox.sending.reply_states import AWAY
from inbox.surveys.choices import choices
from inbox.surveys.links import link_to
from inbox.surveys.review_requests import request_review
from inbox.surveys.texts import language_for, mail_text, question_text, shop_called
from inbox.surveys.ways import AskingWay, way_of

NOT_AGAIN_FOR = timedelta(days=60)
"""So long a buyer is not asked about another ticket."""
LOOK_AGAIN = timedelta(hours=6)
LEASE = timedelta(minutes=10)
AT_ONCE = 50


def ask_due(now: datetime) -> int:
    """Return how many were looked at."""
    due = Survey.objects.filter(asked_at=None, left_out="", due_at__lte=now)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    for survey_id in ids:
        _ask(survey_id, now)
    return len(ids)


def _ask(survey_id: int, now: datetime) -> None:
    with transaction.atomic():
        survey = _taken(survey_id, now)
        if survey is None or not _may_be_asked(survey, now):
            return
        way = way_of(survey.ticket.account)
        if way in (AskingWay.LINK, AskingWay.QUESTION):
            _write(survey, with_link=way == AskingWay.LINK, now=now)
            return
    request_review(survey, now)


def _taken(survey_id: int, now: datetime) -> Survey | None:
    """Locked, its ticket first; None if another worker has it. Looked at again after the lease if he dies."""
    tickets = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).filter(survey=survey_id)
    ticket = tickets.select_related("account", "buyer").first()
    mine = Survey.objects.filter(pk=survey_id, asked_at=None, left_out="", due_at__lte=now)
    if ticket is None or not mine.update(due_at=now + LEASE, tried_at=now):
        return None
    survey = Survey.objects.get(pk=survey_id)
    survey.ticket = ticket
    return survey


def _may_be_asked(survey: Survey, now: datetime) -> bool:
    ticket = survey.ticket
    if ticket.status != Status.SOLVED or ticket.needs_reply:
        survey.delete()
        return False
    if why := _out_of_place(survey, now):
        survey.left_out = why
        survey.save(update_fields=["left_out"])
        return False
    if _claims_about(ticket).filter(ended_at=None).exists() or ticket.account.state in AWAY:
        survey.due_at = now + LOOK_AGAIN
        survey.save(update_fields=["due_at"])
        return False
    return True


def _out_of_place(survey: Survey, now: datetime) -> LeftOut | None:
    """Why this buyer is not to be asked about this ticket at all; None if he may be."""
    ticket = survey.ticket
    choice = choices().get(survey.account_id)
    if choice is None or choice.on_since is None:
        return LeftOut.SWITCHED_OFF
    if ticket.is_erased:
        return LeftOut.ERASED
    if way_of(ticket.account) is None:
        return LeftOut.NOT_ALLOWED
    if nobody_reads(ticket.buyer.handle):
        return LeftOut.NOBODY
    if _claims_about(ticket).filter(state=ClaimState.LOST).exists():
        return LeftOut.CLAIM_LOST
    if _asked_lately(ticket, now):
        return LeftOut.ASKED_LATELY
    if way_of(ticket.account) == AskingWay.QUESTION and _heard_a_machine(ticket):
        return LeftOut.POLICY
    return None


def _claims_about(ticket: Ticket) -> ClaimQuerySet:
    """Of the ticket, and of its order."""
    about = Q(ticket=ticket)
    if ticket.order_id:
        about |= Q(account=ticket.account_id, order_id=ticket.order_id)
    return Claim.objects.filter(about)


def _asked_lately(ticket: Ticket, now: datetime) -> bool:
    """Under any of his names, at any account of ours that knows one of them."""
    names = BuyerHandle.objects.filter(buyer=ticket.buyer_id).values("handle")
    same = BuyerHandle.objects.filter(handle__in=names).values("buyer")
    asked = Survey.objects.filter(Q(ticket__buyer=ticket.buyer_id) | Q(ticket__buyer__in=same))
    return asked.filter(asked_at__gt=now - NOT_AGAIN_FOR).exists()


def _heard_a_machine(ticket: Ticket) -> bool:
    """Whether something automatic has left on it: of one in a conversation marketplaces have enough."""
    said = Message.objects.filter(ticket=ticket, direction=MessageDirection.OUT, automatic=True)
    return said.filter(delivery=Delivery.ACCEPTED).exists()


def _write(survey: Survey, *, with_link: bool, now: datetime) -> None:
    """Into the outbox, in the transaction that says so: never twice, never lost."""
    ticket = survey.ticket
    language = language_for(ticket)
    shop = shop_called(ticket.account)
    body = mail_text(language, shop=shop, link=link_to(survey)) if with_link else question_text(language, shop=shop)
    reply = AutomaticReply(body, author=shop, delay=timedelta(0), template=None)
    try:
        message = queue_afterwards(ticket, reply, key=f"survey-{survey.pk}", now=now)
    except AutomaticReplyForbidden:
        survey.left_out = LeftOut.POLICY
    except NoAutomaticReply:
        survey.left_out = LeftOut.NOT_ALLOWED
    else:
        survey.asked_at, survey.language, survey.message = now, language, message
    survey.save(update_fields=["left_out", "asked_at", "language", "message"])
