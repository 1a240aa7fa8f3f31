"""What a message came with besides its words: pages of the marketplace to open, and whether there is more of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from inbox.models import MessageDirection, Original, Ticket

STOPS_THE_CLOCK = "no_response_needed"
"""Kind of the link that tells the marketplace that the buyer needs no answer."""


@dataclass(frozen=True)
class MessageLink:
    """A page that the agent opens himself; Guichet never does."""

    kind: str
    url: str
    label: str
    host: str


@dataclass(frozen=True)
class Origin:
    links: Sequence[MessageLink] = ()
    has_more: bool = False


NO_ORIGIN = Origin()


def origins_of(message_ids: Sequence[int], *, marketplace: str) -> dict[int, Origin]:
    """By message id: one query, without the texts."""
    if not message_ids:
        return {}
    rows = Original.objects.filter(message_id__in=message_ids).annotate(has_more=~Q(whole_text="", html=""))
    return {
        message_id: Origin(links_of(links, marketplace=marketplace), has_more)
        for message_id, links, has_more in rows.values_list("message_id", "links", "has_more")
    }


def clock_link(ticket: Ticket) -> MessageLink | None:
    """The link by which the marketplace's own clock stops for the newest message of the buyer that has one."""
    newest = Original.objects.filter(
        message__ticket=ticket, message__direction=MessageDirection.IN, links__has_key=STOPS_THE_CLOCK
    ).order_by("-message__written_at", "-message_id")
    for links in newest.values_list("links", flat=True)[:1]:
        for link in links_of(links, marketplace=ticket.account.marketplace_label):
            if link.kind == STOPS_THE_CLOCK:
                return link
    return None


def links_of(links: Mapping[str, str], *, marketplace: str) -> tuple[MessageLink, ...]:
    """Those that a browser may be sent to, with what the button says."""
    found = []
    for kind, url in links.items():
        host = urlsplit(url).hostname if url.startswith("https://") else ""
        if host:
            found.append(MessageLink(kind=kind, url=url, label=_label(kind, marketplace), host=host))
    return tuple(found)


def _label(kind: str, marketplace: str) -> str:
    words = {
        STOPS_THE_CLOCK: _("Mark as needing no answer on %(marketplace)s"),
        "case": _("Open the case on %(marketplace)s"),
        "claim": _("Open the claim on %(marketplace)s"),
        "order": _("Open the order on %(marketplace)s"),
    }
    return words.get(kind, _("Open on %(marketplace)s")) % {"marketplace": marketplace}
