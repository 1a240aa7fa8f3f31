"""The same words to many buyers: each reply goes through the outbox by itself, with its own marketplace's limits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Max
from django.utils.translation import gettext_lazy

from connectors.models import Account
from connectors.policy import Finding
from connectors.text import storable
from inbox.answering.used import UsedTemplate
from inbox.errors import EmptyReply
from inbox.many.action import Action, Noted, Outcome, Turn, Wishes, one_by_one
from inbox.many.errors import NotForClosed
from inbox.models import Message, Status, Ticket
from inbox.policy.checking import check_among, check_bare
from inbox.policy.overriding import LONGEST_REASON, overridden
from inbox.sending.outbox import cancel_reply, check_reply, queue_reply
from inbox.sending.wishes import ReplyWishes

CLOSED = (Status.SPAM, Status.MERGED)


class Reply(Action):
    """Whoever is answered by somebody else after the work was planned gets nothing from it, and nobody two answers."""

    name = "reply"
    label = gettext_lazy("Reply")
    icon = "reply"
    fields: ClassVar[Sequence[str]] = ("body", "then_solve", "override")
    columns = ()
    at_once = 10

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """body: the text. then_solve: whether the tickets are solved once the marketplaces have accepted it.

        override: why it may leave although the policy check warns.
        """
        body = storable(str(given.get("body") or "")).strip()
        if not body:
            raise EmptyReply
        return {
            "body": body,
            "then_solve": given.get("then_solve") in (True, "on", "1", "true"),
            "override": reason_in(given),
        }

    def remember(self, ticket_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        newest = Message.objects.filter(ticket_id__in=ticket_ids).values_list("ticket_id").annotate(seen=Max("id"))
        return {ticket_id: {"seen": seen} for ticket_id, seen in newest}

    def check(self, turn: Turn) -> None:
        if turn.ticket.status in CLOSED:
            raise NotForClosed
        body = turn.wishes["body"]
        check_reply(turn.ticket, body)
        found = check_bare(turn.ticket.account, body, language=turn.ticket.language)
        overridden(found, by=turn.by, why=turn.wishes.get("override", ""))

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        return one_by_one(turns, lambda turn: queued(turn, turn.wishes["body"]))

    def undo(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        """While they are queued; AlreadyLeft afterwards."""
        messages = Message.objects.in_bulk([turn.noted["message"] for turn in turns])
        return one_by_one(turns, lambda turn: _cancelled(turn, messages[turn.noted["message"]]))


def queued(turn: Turn, body: str, template: UsedTemplate | None = None) -> Noted:
    """Put the reply into the outbox. Raises what queue_reply() does."""
    how = ReplyWishes(
        seen=turn.noted.get("seen", 0), solves=turn.wishes["then_solve"], override=turn.wishes.get("override", "")
    )
    message = queue_reply(
        turn.ticket, body=body, by=turn.by, now=turn.now, idempotency_key=turn.key, wishes=how, template=template
    )
    return {"message": message.pk}


def _cancelled(turn: Turn, message: Message) -> Noted:
    cancel_reply(message, by=turn.by, now=turn.now)
    return {}


def findings_among(ticket_ids: Sequence[int], body: str) -> tuple[Finding, ...]:
    """What the policy check says of these words to these tickets, for whichever it is strictest. Two queries."""
    pairs = set(Ticket.objects.filter(id__in=ticket_ids).values_list("account_id", "language"))
    accounts = Account.objects.defer("credentials").in_bulk({account_id for account_id, _language in pairs})
    return check_among([(accounts[account_id], language) for account_id, language in sorted(pairs)], body)


def reason_in(given: Mapping[str, Any]) -> str:
    """Why the replies may leave although the policy check warns; empty = they may not."""
    return storable(str(given.get("override") or "")).strip()[:LONGEST_REASON]
