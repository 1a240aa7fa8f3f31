"""Who may send a reply against the policy check, and what is kept of it."""

from collections.abc import Sequence
from datetime import datetime

from connectors.policy import Finding, Level
from inbox.models import EventKind, Message, TicketEvent, User
from inbox.people.permissions import may_override_blocks
from inbox.policy.checking import stopping
from inbox.policy.errors import ReasonNeeded, ReplyForbidden

LONGEST_REASON = 500


def overridden(findings: Sequence[Finding], *, by: User, why: str) -> tuple[Finding, ...]:
    """What is sent all the same because `by` said why; empty where nothing stands in the way.

    Raises ReplyForbidden for a block that he may not override, ReasonNeeded where no reason is given.
    """
    stops = stopping(findings)
    blocks = [finding for finding in stops if finding.level == Level.BLOCK]
    if blocks and not may_override_blocks(by):
        raise ReplyForbidden(blocks)
    if stops and not why:
        raise ReasonNeeded(stops)
    return stops


def keep_override(message: Message, findings: Sequence[Finding], *, why: str, by: User, now: datetime) -> None:
    """Write it into the ticket's log, which shows it among the messages."""
    if findings:
        rules = list(dict.fromkeys(finding.rule for finding in findings))
        TicketEvent.objects.create(
            ticket_id=message.ticket_id,
            at=now,
            kind=EventKind.OVERRIDDEN,
            user=by,
            message_id=message.pk,
            after={"rules": rules, "why": why},
        )


def override_of(message: Message) -> tuple[frozenset[str], str]:
    """The rules that were overridden for this reply, and why; none and "" for one that nothing stood against."""
    events = TicketEvent.objects.filter(
        ticket_id=message.ticket_id, kind=EventKind.OVERRIDDEN, message_id=message.pk
    ).order_by("-id")
    after = next((event.after for event in events[:1]), None) or {}
    return frozenset(after.get("rules", ())), str(after.get("why", ""))
