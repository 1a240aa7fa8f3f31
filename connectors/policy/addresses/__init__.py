"""Addresses in a reply: of mailboxes, of pages, and the handles of messengers and social networks."""

from connectors.policy.addresses.emails import emails
from connectors.policy.addresses.handles import handles
from connectors.policy.addresses.hosts import belongs_to
from connectors.policy.addresses.links import Link, links
from connectors.policy.addresses.words import CARRIER_HOSTS, MAIL_PROVIDERS, ODR_HOSTS
from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded
from connectors.policy.packs import Pack


def address_hits(text: Folded, pack: Pack, facts: ReplyFacts) -> list[Hit]:
    """What leads out of the marketplace. A place is one thing only: an address of a mailbox is no link besides."""
    mails = emails(text.text)
    hits = [Hit("email", *text.span(*mail.span)) for mail in mails if not belongs_to(mail.host, pack.mail_hosts)]
    taken = [mail.span for mail in mails]
    for link in links(text):
        if not _overlaps(link.span, taken) and (rule := _rule_of(link, pack, facts)):
            hits.append(Hit(rule, *text.span(*link.span)))
            taken.append(link.span)
    free = [span for span in handles(text.text) if not _overlaps(span, taken)]
    return hits + [Hit("handle", *text.span(*span)) for span in free]


def _rule_of(link: Link, pack: Pack, facts: ReplyFacts) -> str:
    if belongs_to(link.host, ODR_HOSTS) and "odr" in link.path:
        return "odr_link"
    if belongs_to(link.host, (*pack.hosts, *facts.allowed_hosts)):
        return ""
    if belongs_to(link.host, CARRIER_HOSTS):
        return "tracking_link"
    return "email" if link.is_bare and belongs_to(link.host, MAIL_PROVIDERS) else "link"


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
