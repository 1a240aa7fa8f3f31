"""Pages of the marketplace about a message, for the agent to open; Guichet itself never does."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inbox.models import EventKind, Message, MessageDirection, ResponseCycle, Ticket
from inbox.models.message import STOPS_THE_CLOCK

NOT_OFFERED = frozenset({"report"})
"""Kinds of links that accuse somebody: nobody should press one by mistake, and the message itself still has it."""
ANSWERED_AT = ("claim", "case")
"""Kinds of links that lead to where a claim is answered, the surest first."""


@dataclass(frozen=True)
class MessageLink:
    """label: what it does, in full; short: the same below a message, where the rest is plain."""

    kind: str
    url: str
    label: str
    short: str
    host: str


def links_of(links: Mapping[str, str] | None, *, marketplace: str) -> tuple[MessageLink, ...]:
    """Those that are offered and that a browser may be sent to; none for a message that came without an original."""
    found = []
    for kind, url in (links or {}).items():
        host = urlsplit(url).hostname if url.startswith("https://") else ""
        if host and kind not in NOT_OFFERED:
            label, short = _words(kind, marketplace)
            found.append(MessageLink(kind=kind, url=url, label=label, short=short, host=host))
    return tuple(found)


def with_newest_links(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Tickets with `newest_links`: what the buyer's newest message links to, None where it has no original."""
    newest = Message.objects.filter(ticket=OuterRef("pk"), direction=MessageDirection.IN)
    return tickets.annotate(newest_links=Subquery(newest.order_by("-written_at", "-id").values("original__links")[:1]))


def clock_link(ticket: Ticket) -> MessageLink | None:
    """The link that stops the marketplace's own clock, if the buyer's newest message has it.

    ticket: from with_newest_links().
    """
    links: Mapping[str, str] | None = ticket.newest_links  # type: ignore[attr-defined]
    found = links_of(links, marketplace=ticket.account.marketplace_label)
    return next((link for link in found if link.kind == STOPS_THE_CLOCK), None)


def clock_goes_on(ticket: Ticket, last: ResponseCycle | None) -> bool:
    """Whether the marketplace still waits because somebody here ended the last wait by hand, without an answer.

    last: the newest wait of the ticket.
    """
    if ticket.needs_reply or ticket.last_direction != MessageDirection.IN or last is None:
        return False
    return last.end_reason in (EventKind.NO_ANSWER_NEEDED, EventKind.SOLVED, EventKind.THANKS, EventKind.CALL)


def _words(kind: str, marketplace: str) -> tuple[str, str]:
    words = {
        STOPS_THE_CLOCK: (
            _("Mark as needing no answer on %(marketplace)s"),
            pgettext("below a message", "no answer needed"),
        ),
        "case": (_("Open the case on %(marketplace)s"), _("case")),
        "claim": (_("Open the claim on %(marketplace)s"), _("claim")),
        "order": (_("Open the order on %(marketplace)s"), _("order")),
    }
    label, short = words.get(kind, (_("Open on %(marketplace)s"), marketplace))
    return label % {"marketplace": marketplace}, short
