"""What the links below a buyer's text say: names of message and thread, and pages for the agent to open.

The links are kept as they are and never fetched: opening one may act on the case. Only https on an exact host of
Amazon's counts. In old mails the same letters mean something else: `msg` is the message and `t` a signature.
Source: mails published by others, 2016-2026.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlsplit

from connectors.amazon.marketplaces import MARKETPLACES
from connectors.amazon.relay import Relay

NO_RESPONSE_NEEDED, CASE, REPORT = "no_response_needed", "case", "report"

_HOST = re.compile(r"(sellercentral[a-z0-9-]*|www)\.amazon\.([a-z.]{2,6})")
_SITES = frozenset(marketplace.domain for marketplace in MARKETPLACES)
_DEEP_LINK = frozenset({"fi", "ss", "cc"})


@dataclass(frozen=True)
class Footer:
    """message: the same in every copy of one message. thread, case, marketplace_id: as named there; empty if not."""

    message: str = ""
    thread: str = ""
    case: str = ""
    marketplace_id: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


def footer_from(urls: Iterable[str], *, relay: Relay | None = None) -> Footer:
    """Read the links below a text; of several of one kind the first counts.

    relay: whose case, if it names one, gets a link to Seller Central when the mail brings none.
    """
    message = thread = case = marketplace_id = host = ""
    links: dict[str, str] = {}
    for url in urls:
        parts = _trusted(url)
        kind = _kind(parts) if parts else ""
        if parts is None or not kind or kind in links:
            continue
        links[kind] = url
        host = host or (parts.hostname or "" if (parts.hostname or "").startswith("sellercentral") else "")
        values = {name: found[0] for name, found in parse_qs(parts.query).items()}
        if values.get("fi") == "caseId":
            case = case or values.get("ss", "").lower()
        if kind == NO_RESPONSE_NEEDED:
            old = "msg" in values
            message = values.get("msg" if old else "m", "")
            thread = "" if old else values.get("t", "")
            marketplace_id = values.get("mp", "")
    if relay and relay.case and CASE not in links:
        host = host or f"sellercentral.amazon.{relay.domain}"
        links[CASE] = f"https://{host}/messaging/inbox?fi=caseId&ss={relay.case}&cc={relay.case}"
    return Footer(message[:200], thread[:200], case[:200], marketplace_id, links)


def _trusted(url: str) -> SplitResult | None:
    """The parts of an address that surely is Amazon's; None otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    found = _HOST.fullmatch(parts.hostname or "")
    if parts.scheme != "https" or "@" in parts.netloc or port or found is None or found[2] not in _SITES:
        return None
    return parts


def _kind(parts: SplitResult) -> str:
    """What a link of Amazon's is for; empty if it is none we know. `www` is trusted with reports only."""
    names = parse_qs(parts.query).keys()
    if (parts.hostname or "").startswith("www."):
        return REPORT if parts.path.startswith("/messaging/") and "report" in names else ""
    if parts.path.rstrip("/").endswith(("/messaging/no-response-needed", "/no-response-needed.html")):
        return NO_RESPONSE_NEEDED
    if parts.path.rstrip("/") == "/messaging/inbox":
        return CASE if names <= _DEEP_LINK else REPORT
    return ""
