"""How a conversation stands at its marketplace, in words: open or closed, treated or not, how far escalated.

Three things that say nothing of each other, so each has its own line. With it what an agent may ask for, and what came
of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from connectors.models import Account
from inbox.accounts.sales_channels import channel_name
from inbox.arriving.conversations import conversation_of, is_told
from inbox.models import Conversation, Ticket
from inbox.sending.closing import can_be_closed
from inbox.sending.recipients import recipient_name, recipients_of
from inbox.sending.reply_states import AWAY
from inbox.views.sentences import in_own_language
from inbox.words.times import at_moment


@dataclass(frozen=True)
class StandingLine:
    label: str
    value: str


@dataclass(frozen=True)
class RecipientChoice:
    """code: as a message keeps it, empty for the buyer."""

    code: str
    name: str


@dataclass(frozen=True)
class Standing:
    """What the page shows of it. act: "close" or "reopen", empty if neither can be asked for now.

    waiting: what has been asked for and is not done yet. refused: why the last thing asked for was not done.
    closed: what the composer says of a conversation that takes no reply. recipients: nobody if there is no choice.
    """

    marketplace: str
    lines: Sequence[StandingLine]
    act: str
    waiting: str
    refused: str
    closed: str
    recipients: Sequence[RecipientChoice]


def standing_of(ticket: Ticket, *, now: datetime) -> Standing | None:
    """None where the marketplace says no more of a conversation than its messages; then nobody is asked."""
    if not is_told(ticket.account):
        return None
    marketplace = ticket.account.marketplace_label
    conversation = conversation_of(ticket)
    return Standing(
        marketplace=marketplace,
        lines=_lines(ticket, conversation),
        act=_act(ticket, conversation),
        waiting=_waiting(ticket, conversation, now) if conversation else "",
        refused=_refused(marketplace, conversation) if conversation else "",
        closed=_closed(marketplace, conversation) if conversation else "",
        recipients=_recipients(ticket, conversation),
    )


def channel_beside(account: Account, code: str) -> str:
    """What to say beside the marketplace's mark: nothing for a channel that is called as the marketplace is."""
    name = channel_name(account, code)
    return "" if name == account.marketplace_label else name


def _lines(ticket: Ticket, conversation: Conversation | None) -> list[StandingLine]:
    labels = ticket.account.connector_class.code_labels
    told: dict[str, str] = {}
    if conversation:
        told[_("Conversation")] = {
            True: pgettext("of a conversation", "open"),
            False: pgettext("of a conversation", "closed"),
            None: "",
        }[conversation.is_open]
        told[_("Handling")] = _(labels.get(conversation.state, conversation.state)) if conversation.state else ""
        told[_("Escalation")] = _(labels.get(conversation.grade, conversation.grade)) if conversation.grade else ""
        told[_("Topic there")] = _topic(ticket, conversation)
    told[_("Sales channel")] = channel_name(ticket.account, ticket.channel)
    return [StandingLine(label, value) for label, value in told.items() if value]


def _topic(ticket: Ticket, conversation: Conversation) -> str:
    """The buyer's reason for writing as the marketplace has it, where people here chose another topic."""
    code = conversation.topic if conversation.topic != ticket.topic else ""
    return _(ticket.account.connector_class.topic_labels.get(code, code)) if code else ""


def _act(ticket: Ticket, conversation: Conversation | None) -> str:
    """While something is asked for, the opposite may be, so that an agent can change his mind."""
    if not can_be_closed(ticket):
        return ""
    if conversation is None:
        return "close"
    will_be_open = conversation.is_open if conversation.wanted_open is None else conversation.wanted_open
    return "reopen" if will_be_open is False else "close"


def _waiting(ticket: Ticket, conversation: Conversation, now: datetime) -> str:
    if conversation.wanted_open is None:
        return ""
    names = {"marketplace": ticket.account.marketplace_label, "account": ticket.account.name}
    if ticket.account.state in AWAY:
        return _("Waits until the account %(account)s is connected again.") % names
    if conversation.attempts and conversation.next_try_at and conversation.next_try_at > now:
        names["time"] = at_moment(conversation.next_try_at, now=now)
        if conversation.wanted_open:
            return _("Asked %(marketplace)s to reopen it; no answer yet, next try %(time)s.") % names
        return _("Asked %(marketplace)s to close it; no answer yet, next try %(time)s.") % names
    return (
        _("Being reopened on %(marketplace)s.") % names
        if conversation.wanted_open
        else _("Being closed on %(marketplace)s.") % names
    )


def _refused(marketplace: str, conversation: Conversation) -> str:
    if not conversation.refusal:
        return ""
    words = (
        _("%(marketplace)s did not reopen it: %(reason)s")
        if conversation.is_open is False
        else _("%(marketplace)s did not close it: %(reason)s")
    )
    return words % {"marketplace": marketplace, "reason": in_own_language(conversation.refusal)}


def _closed(marketplace: str, conversation: Conversation) -> str:
    if conversation.is_open is not False:
        return ""
    words = _("This conversation is closed on %(marketplace)s: a reply may be refused there.")
    return words % {"marketplace": marketplace}


def _recipients(ticket: Ticket, conversation: Conversation | None) -> list[RecipientChoice]:
    """Those to choose from; also one alone if he is not the buyer, so that nobody is mistaken about it."""
    codes = recipients_of(ticket.account, conversation)
    return [] if codes == ("",) else [RecipientChoice(code, recipient_name(ticket.account, code)) for code in codes]
