"""What became of a reply, in words, and what a person may do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from connectors.abilities import ReadsBack
from connectors.base import Connector
from connectors.policy import rule_name
from inbox.models import Cause, Delivery, Message, MessageDirection, Ticket
from inbox.views.elision import elided
from inbox.views.sentences import in_own_language
from inbox.views.ticket.places import is_mailbox
from inbox.words.times import at_moment, clock_time, exact


@dataclass(frozen=True)
class DeliveryLine:
    """state: for colour; words: the same in words; acts: what a person may do about it. exact: the instant in them.

    late: that it would leave after the deadline, in words; "" if it would not.
    """

    state: str
    words: str
    detail: str = ""
    remedy: str = ""
    acts: tuple[str, ...] = ()
    leaves_at: datetime | None = None
    exact: str = ""
    late: str = ""


def delivery_line(message: Message, *, connector: type[Connector], now: datetime) -> DeliveryLine | None:
    """The state of a reply in words; None for anything that is not one."""
    marketplace = connector.label
    match message.delivery:
        case Delivery.QUEUED if message.later_at and not message.send_after:
            words = _("held back: somebody wrote after this was planned. Send it now, or change it?")
            return DeliveryLine("held", words, acts=("now", "plan", "cancel"))
        case Delivery.QUEUED if message.later_at and message.later_at > now:
            words = _("planned: leaves %(time)s") % {"time": at_moment(message.later_at, now=now)}
            return DeliveryLine(
                "queued",
                words,
                acts=("now", "plan", "cancel"),
                leaves_at=message.later_at,
                exact=exact(message.later_at),
                late=_late_words(message.ticket, message.later_at, now=now),
            )
        case Delivery.QUEUED if message.attempts and message.send_after:
            words = _("not sent yet: next try %(time)s") % {"time": at_moment(message.send_after, now=now)}
            return DeliveryLine(
                "queued", words, detail=_reason(message), acts=("cancel",), exact=exact(message.send_after)
            )
        case Delivery.QUEUED:
            leaves_at = message.send_after
            words = (
                _("leaves at %(time)s") % {"time": clock_time(leaves_at)}
                if leaves_at and leaves_at > now
                else _("leaving now")
            )
            return DeliveryLine("queued", words, detail=_reason(message), acts=("cancel",), leaves_at=leaves_at)
        case Delivery.SENDING:
            return DeliveryLine("sending", _("sending"))
        case Delivery.ACCEPTED:
            return _accepted_line(message, connector=connector, now=now)
        case Delivery.UNSURE:
            return DeliveryLine("unsure", _unsure_words(connector), detail=_reason(message), acts=("sent", "not-sent"))
        case Delivery.REFUSED:
            return _refused_line(message, marketplace=marketplace)
        case Delivery.CANCELLED if message.cause == Cause.MEANWHILE:
            return DeliveryLine("cancelled", _("taken back by itself: somebody wrote, or nobody waits any more"))
        case Delivery.CANCELLED:
            return DeliveryLine("cancelled", _("taken back, nothing was sent"))
    return None


def _late_words(ticket: Ticket, leaves_at: datetime, *, now: datetime) -> str:
    """Of one whose deadline is over already nothing is said: everybody sees that."""
    due_at = ticket.reply_due_at
    if not ticket.needs_reply or due_at is None or not now < due_at < leaves_at:
        return ""
    return _("That is after the deadline (%(time)s): the answer would be late.") % {"time": at_moment(due_at, now=now)}


def action_problem(message: Message, *, marketplace: str) -> str:
    """What is not known of an action on an order; "" for anything else."""
    if message.direction != MessageDirection.SYSTEM or message.cause != Cause.NO_ANSWER:
        return ""
    return _("No answer came back: look at %(marketplace)s whether it was done before doing it again.") % {
        "marketplace": marketplace
    }


def _unsure_words(connector: type[Connector]) -> str:
    if issubclass(connector, ReadsBack):
        words = _("not sure: checking with %(marketplace)s")
    else:
        words = _("not sure: waiting for word from %(marketplace)s")
    return elided(words % {"marketplace": connector.label}, connector.label)


def _accepted_line(message: Message, *, connector: type[Connector], now: datetime) -> DeliveryLine:
    """A reply of ours that went by mail is only taken until the marketplace, or a bounce, says more.

    Confirmed at the very moment it was taken: nobody will ever say more, as with plain mail.
    """
    at = message.accepted_at or message.written_at
    by_mail = message.attempted_at is not None and not issubclass(connector, ReadsBack)
    if by_mail and message.confirmed_at is None:
        words = _("taken by the mail server %(time)s, not confirmed yet") % {"time": at_moment(at, now=now)}
        return DeliveryLine("taken", words, exact=exact(at))
    if by_mail and message.confirmed_at == at:
        words = _("taken by the mail server %(time)s") % {"time": at_moment(at, now=now)}
        return DeliveryLine("accepted", words, exact=exact(at))
    if by_mail and message.confirmed_at:
        words = _("confirmed by %(marketplace)s %(time)s") % {
            "marketplace": connector.label,
            "time": at_moment(message.confirmed_at, now=now),
        }
        return DeliveryLine("accepted", words, exact=exact(message.confirmed_at))
    if is_mailbox(connector):
        return DeliveryLine("accepted", _("sent %(time)s") % {"time": at_moment(at, now=now)}, exact=exact(at))
    words = _("accepted by %(marketplace)s %(time)s") % {
        "marketplace": connector.label,
        "time": at_moment(at, now=now),
    }
    return DeliveryLine("accepted", words, exact=exact(at))


def _refused_line(message: Message, *, marketplace: str) -> DeliveryLine:
    """What the marketplace refused is refused again; what never reached it can simply be sent again."""
    remedy = remedy_words(message.remedy, marketplace=marketplace)
    if message.cause in (Cause.REFUSED, ""):
        words = _("refused by %(marketplace)s: %(reason)s") % {
            "marketplace": marketplace,
            "reason": in_own_language(message.reason) or _("no reason given"),
        }
        return DeliveryLine("refused", words, remedy=remedy, acts=("edit",))
    if message.cause == Cause.BOUNCED:
        words = _("refused: %(reason)s") % {"reason": in_own_language(message.reason) or str(Cause.BOUNCED.label)}
        acts = ("edit",) if message.remedy in NOT_AGAIN else ("again", "edit")
        return DeliveryLine("refused", words, remedy=remedy, acts=acts)
    label = str(Cause(message.cause).label)
    if message.cause == Cause.POLICY:
        rules = [rule_name(rule, get_language() or "en") for rule in message.reason.split(", ")]
        return DeliveryLine("refused", label, detail=", ".join(rules), acts=("edit",))
    return DeliveryLine("refused", label, detail=in_own_language(message.reason), remedy=remedy, acts=("again", "edit"))


NOT_AGAIN = frozenset({"opted_out"})
"""Remedies by which the same text would only come back."""


def remedy_words(remedy: str, *, marketplace: str) -> str:
    """What a person can do about a refusal; "" where nothing special is known."""
    words = {
        "opted_out": _(
            "This buyer wants no messages from sellers. %(marketplace)s still lets through what an order needs: "
            "use an action on the order, or answer on %(marketplace)s's own site."
        ),
        "not_delivered": _(
            "Nothing reached the buyer. Send it again; if it comes back once more, "
            "answer on %(marketplace)s's own site."
        ),
        "sender_not_approved": _(
            "%(marketplace)s takes mail only from addresses that are entered there as approved senders. "
            "Enter the sending address of this account there, then send the reply again."
        ),
    }
    return elided(words[remedy] % {"marketplace": marketplace}, marketplace) if remedy in words else ""


def _reason(message: Message) -> str:
    cause = str(Cause(message.cause).label) if message.cause in Cause.values else ""
    return " · ".join(part for part in (cause, in_own_language(message.reason)) if part)
