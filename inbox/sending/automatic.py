"""Replies that nobody wrote: queued like others, but only where they help, never twice, and never instead of a person.

No clock stops for one (inbox/deadlines/log.py passes them over), so the buyer goes on waiting for a person. Until it
leaves, whatever anybody writes takes it back (later.py), and so does the end of the wait (delivery.py).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from connectors.locks import advisory_lock_to_commit
from connectors.policy import Finding, Level, pack_for, rule_name
from connectors.text import storable
from inbox.answering.used import UsedTemplate, columns_of
from inbox.errors import InboxError, OneOfMany, WrongRecipient
from inbox.models import Delivery, Message, MessageDirection, Status, Ticket
from inbox.models.ticket import CLAIM
from inbox.policy.checking import findings_of, stopping
from inbox.sending.conversation import questions, through_for
from inbox.sending.outbox import check_reply
from inbox.sending.recipients import checked_recipient
from inbox.sending.reply_states import NOT_THROUGH, log_delivery, show
from templates_app.uses import count_use

NOT_COUNTED = "automatic"
"""The policy check's rule about answers that a marketplace takes for none."""
DAY, MOST_A_DAY = timedelta(days=1), 3
"""To one buyer, over all his conversations."""
_NOBODY_READS = re.compile(
    r"(^|[^a-z])((no|do.?not|ne.?pas|nicht|non)[^a-z]?(reply|repondre|antworten|rispondere|responder)|mailer-daemon|postmaster)",
    re.IGNORECASE,
)


class NoAutomaticReply(OneOfMany):
    """An automatic reply is out of place here."""


class AutomaticReplyForbidden(InboxError):
    """rules: of the policy check, which have something against the text."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.rules = list(dict.fromkeys(finding.rule for finding in findings))
        super().__init__(self.rules)

    def __str__(self) -> str:
        rules = ", ".join(rule_name(rule, get_language() or "en") for rule in self.rules)
        return _("the policy check forbids the text (%(rules)s)") % {"rules": rules}


@dataclass(frozen=True)
class AutomaticReply:
    """author: what has it written, such as a rule's name. delay: for somebody to answer first.

    acknowledges: it only says that the answer will follow. template: None = of none. said: the body without what is
    always in the buyer's language, so that this does not hide that the rest is not; empty = all of it.
    """

    body: str
    author: str
    delay: timedelta
    template: UsedTemplate | None
    acknowledges: bool = False
    said: str = ""


def queue_automatic(ticket: Ticket, reply: AutomaticReply, *, key: str, now: datetime) -> Message:
    """Put it into the outbox. key: the same leaves once.

    Raises NoAutomaticReply where none is wanted, AutomaticReplyForbidden, and what check_reply raises.
    """
    with transaction.atomic():
        current = _locked(ticket)
        check_wanted(current, now)
        through = through_for(current, None)
        recipient = _buyer_alone(through or current)
        return _queued(current, reply, key=key, now=now, recipient=recipient, through=through)


def queue_first(ticket: Ticket, reply: AutomaticReply, *, key: str, now: datetime) -> Message:
    """The same for the first message of a conversation that we begin. Raises what queue_automatic raises."""
    with transaction.atomic():
        current = _locked(ticket)
        _check_not_told(current, now)
        return _queued(current, reply, key=key, now=now)


def queue_afterwards(ticket: Ticket, reply: AutomaticReply, *, key: str, now: datetime) -> Message:
    """The same for a word about a ticket that is solved. Raises what queue_automatic raises."""
    with transaction.atomic():
        current = _locked(ticket)
        _check_over(current)
        through = through_for(current, None)
        recipient = _buyer_alone(through or current)
        return _queued(current, reply, key=key, now=now, recipient=recipient, through=through)


def check_wanted(ticket: Ticket, now: datetime) -> None:
    """Raise NoAutomaticReply unless a buyer waits there for a first word. ticket: with its account and buyer."""
    if ticket.kind == CLAIM or ticket.is_opening or ticket.is_erased:
        raise NoAutomaticReply(gettext_noop("it is no conversation with a buyer"))
    if not counts_there(ticket):
        marketplace = ticket.account.marketplace_label
        raise NoAutomaticReply(
            gettext_noop("%(marketplace)s does not count automatic answers"), marketplace=marketplace
        )
    if not ticket.needs_reply or ticket.waits_since is None:
        raise NoAutomaticReply(gettext_noop("no buyer waits for an answer"))
    question = questions(ticket).first()
    if question is None or question.direction != MessageDirection.IN or question.automatic:
        raise NoAutomaticReply(gettext_noop("what came last was not written by a buyer"))
    if nobody_reads(ticket.buyer.handle) or nobody_reads(question.author):
        raise NoAutomaticReply(gettext_noop("nobody reads answers to this address"))
    if _others_wait(ticket):
        raise NoAutomaticReply(gettext_noop("the marketplace’s own people are in the conversation"))
    _check_not_told(ticket, now)


def nobody_reads(address: str) -> bool:
    """Whether what is written to this address reaches no person, by how it is called."""
    return bool(_NOBODY_READS.search(address))


def counts_there(ticket: Ticket) -> bool:
    """Whether the ticket's marketplace puts up with automatic answers, by its policy pack."""
    return pack_for(ticket.account.marketplace).rules[NOT_COUNTED].level not in (Level.BLOCK, Level.WARN)


def _check_over(ticket: Ticket) -> None:
    if ticket.kind == CLAIM or ticket.is_opening or ticket.is_erased:
        raise NoAutomaticReply(gettext_noop("it is no conversation with a buyer"))
    if ticket.status != Status.SOLVED or ticket.needs_reply or ticket.has_open_claim:
        raise NoAutomaticReply(gettext_noop("it is not over"))


def _check_words(place: Ticket, *texts: str, acknowledges: bool) -> None:
    """place: the ticket on whose conversation it leaves. Nobody is there to say why a warning may be passed over."""
    for text in filter(None, texts):
        if stops := stopping(findings_of(place, text, acknowledges=acknowledges)):
            raise AutomaticReplyForbidden(stops)


def _locked(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("account", "buyer").get(pk=ticket.pk)


def _queued(
    ticket: Ticket,
    reply: AutomaticReply,
    *,
    key: str,
    now: datetime,
    recipient: str = "",
    through: Ticket | None = None,
) -> Message:
    body = storable(reply.body).strip()
    check_reply(ticket, body)
    _check_words(through or ticket, body, reply.said, acknowledges=reply.acknowledges)
    leave_at = now + max(reply.delay, settings.UNDO_SEND)
    message = Message.objects.create(
        ticket=ticket,
        account=ticket.account,
        direction=MessageDirection.OUT,
        author=reply.author[:255],
        automatic=True,
        body_text=body,
        written_at=now,
        delivery=Delivery.QUEUED,
        send_after=leave_at,
        later_at=leave_at,
        recipient=recipient,
        through=through,
        acknowledges=reply.acknowledges,
        idempotency_key=key,
        **columns_of(reply.template, body),
    )
    if message.template_version_id is not None:
        count_use(message.template_version_id)
    log_delivery(message, by=None, now=now, before="", after=Delivery.QUEUED)
    show(message, now)
    return message


def _check_not_told(ticket: Ticket, now: datetime) -> None:
    """Once in a ticket, which is one episode of a conversation; and not more than MOST_A_DAY to the same buyer.

    Of two workers with two tickets of one buyer the second counts when the first has written.
    """
    advisory_lock_to_commit(f"automatic replies to buyer {ticket.buyer_id}")
    sent = Message.objects.filter(direction=MessageDirection.OUT).exclude(
        delivery__in=[Delivery.CANCELLED, Delivery.REFUSED]
    )
    if sent.filter(ticket=ticket, automatic=True).exists():
        raise NoAutomaticReply(gettext_noop("the buyer has had an automatic answer already"))
    if sent.filter(ticket=ticket, automatic=False, delivery__in=NOT_THROUGH).exists():
        raise NoAutomaticReply(gettext_noop("a person’s answer is on its way"))
    lately = sent.filter(ticket__buyer=ticket.buyer_id, automatic=True, written_at__gte=now - DAY)
    if lately.count() >= MOST_A_DAY:
        raise NoAutomaticReply(gettext_noop("the buyer has had enough automatic answers today"))


def _others_wait(ticket: Ticket) -> bool:
    asked = ticket.messages.filter(direction=MessageDirection.SYSTEM, opens_wait=True)
    return asked.filter(written_at__gte=ticket.waits_since).exists()


def _buyer_alone(place: Ticket) -> str:
    try:
        return checked_recipient(place, "", place.account)
    except WrongRecipient as error:
        raise NoAutomaticReply(gettext_noop("the buyer cannot be written to now")) from error
