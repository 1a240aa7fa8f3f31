"""Amazon's addresses: which are a buyer's, which are Amazon's own, and which only look like it.

A buyer's is `<alias>[+<case>]@marketplace.amazon.<tld>`: the alias is the buyer (for this seller), what follows the
plus sign is the case in Seller Central. The whole domain is compared, never a part of it: anybody can own
`marketplace.amazon.fr.evil.example`. Sources: seen in production by four others (published 2024-2026).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.amazon.marketplaces import MARKETPLACES, RELAY_DOMAINS
from connectors.mail.mail import Mail

_ADDRESS = re.compile(r"([a-z0-9._-]+)(?:\+([a-z0-9-]{8,64}))?@marketplace\.amazon\.([a-z.]{2,6})", re.IGNORECASE)
_IN_TEXT = re.compile(r"@marketplace\.amazon\.[a-z0-9.-]{2,40}", re.IGNORECASE)
_NOBODY = re.compile(r"no-?reply|do-?not-?reply", re.IGNORECASE)
LONGEST_LOCAL = 140
_SITES = frozenset(marketplace.domain for marketplace in MARKETPLACES) | {"cn", "be"}


@dataclass(frozen=True)
class Relay:
    """A buyer's address in parts, all in lower case but `address`, which is as it was written. case: empty if none."""

    alias: str
    case: str
    domain: str
    address: str

    @property
    def handle(self) -> str:
        """The buyer, whatever the case: never the full address, or each case would be another customer."""
        return f"{self.alias}@marketplace.amazon.{self.domain}"


def relay_from(address: str) -> Relay | None:
    """Take a buyer's address apart; None if it is not one.

    Amazon's own no-reply addresses on the same domain are none: Amazon Business gives one of them
    (`no-reply-amazon-iba-buyer@`) for all its customers, and it cannot be answered.
    """
    found = _ADDRESS.fullmatch(address.strip())
    if found is None or _NOBODY.match(found[1]) or found[3].lower() not in RELAY_DOMAINS:
        return None
    return Relay(found[1].lower(), (found[2] or "").lower(), found[3].lower(), found[0])


def relays_in(text: str) -> Iterator[Relay]:
    """Every buyer's address in a text, in order. Sought by its domain, so that no text makes it slow."""
    for found in _IN_TEXT.finditer(text):
        before = text[max(0, found.start() - LONGEST_LOCAL) : found.start()]
        local = re.search(r"[\w.+-]*\Z", before)
        if local and (relay := relay_from(local[0] + found[0].rstrip("."))):
            yield relay


def buyer_of(mail: Mail) -> Relay | None:
    """The buyer a mail is from: of Reply-To and From, the address that names the case, else the first.

    None if the sender is not Amazon, whatever Reply-To says. Published samples differ on which header carries the case.
    """
    if not is_amazons(mail):
        return None
    found = [relay for address in (*mail.reply_to, *mail.sender) if (relay := relay_from(address.email))]
    return next((relay for relay in found if relay.case), found[0] if found else None)


def is_amazons(mail: Mail) -> bool:
    """Whether the sender's domain is Amazon's: the relay or Amazon itself."""
    return any(is_amazon_address(address.email) for address in mail.sender)


def is_amazon_address(address: str) -> bool:
    """Whether an address is on `amazon.<tld>` or below it, for a country Amazon sells in."""
    domain = address.strip().rpartition("@")[2].lower()
    found = re.fullmatch(r"(?:[a-z0-9-]+\.)*amazon\.([a-z.]{2,6})", domain)
    return found is not None and found[1] in _SITES


def site_of(mail: Mail) -> str:
    """What follows `amazon.` in the sender's domain, e.g. `fr`; empty if the sender is not Amazon."""
    for address in mail.sender:
        domain = address.email.strip().rpartition("@")[2].lower()
        if is_amazon_address(address.email):
            return domain.partition("amazon.")[2]
    return ""
