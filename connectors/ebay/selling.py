"""Everything beside messages: the streams, what their payloads mean, and what of it the consent does not cover."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from connectors.ebay.apis import ANSWERS
from connectors.ebay.claims.disputes import Disputes
from connectors.ebay.claims.post_order import PostOrder
from connectors.ebay.claims.read import FILE, NOTE, read_claim, read_file, read_note
from connectors.ebay.claims.standing import CLAIM
from connectors.ebay.claims.stream import Claims
from connectors.ebay.feedback import OPINION, Feedback, read_feedback
from connectors.ebay.hosts import listed
from connectors.ebay.names import Names
from connectors.ebay.orders import ORDER, Orders
from connectors.ebay.read_order import read_order
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.standards.read import read_service, read_standard
from connectors.ebay.standards.stream import RATED, STANDARD, SellerStandards
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.facts import StreamFacts
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload

log = logging.getLogger("guichet.ebay")

ANY_SITE = "EBAY_US"
STREAMS = (
    StreamFacts(
        "orders", busy=timedelta(minutes=10), calm=timedelta(minutes=30), vital=False, reach=timedelta(days=90)
    ),
    StreamFacts("claims", busy=timedelta(minutes=15), calm=timedelta(minutes=30), vital=False),
    StreamFacts("feedback", busy=timedelta(hours=1), calm=timedelta(hours=2), vital=False),
    StreamFacts("standards", busy=timedelta(days=1), calm=timedelta(days=1), vital=False),
)
READERS: Mapping[str, Callable[[RawPayload], Incoming]] = {
    ORDER: lambda raw: read_order(raw.body),
    CLAIM: lambda raw: read_claim(raw.body, external_id=raw.key),
    NOTE: lambda raw: read_note(raw.body, external_id=raw.key),
    FILE: read_file,
    OPINION: lambda raw: read_feedback(raw.body),
    STANDARD: lambda raw: read_standard(raw.body),
    RATED: lambda raw: read_service(raw.body),
}


class Selling:
    """Orders, claims, feedback and standards of one seller. own: his names, the current one first."""

    def __init__(self, reader: Reader, *, identity: Mapping[str, Any], own: Names) -> None:
        self.reader = reader
        self.own = own
        set_up = listed(reader.client.tools.settings, "EBAY_MARKETPLACES")
        self.sites = set_up or (str(identity.get("marketplace") or ANY_SITE),)
        self.orders = Orders(reader)
        self.standards = SellerStandards(reader, sites=self.sites)
        self.feedback = Feedback(reader, seller=own.known[0] if own.known else "")

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """What is new in one of STREAMS; nothing where the consent does not cover it."""
        streams: Mapping[str, Callable[[FetchRequest], Iterator[Page]]] = {
            "orders": self.orders.pages,
            "claims": Claims(self.reader, sites=self.sites, own=self.own).pages,
            "feedback": self.feedback.pages,
            "standards": self.standards.pages,
        }
        yield from streams[request.stream](request)

    def missing(self) -> tuple[str, ...]:
        """Sentences about what the consent does not cover: one small call for each API."""
        probes = [self.orders.visible, Disputes(self.reader).visible, self.feedback.visible]
        probes += [self._answers_feedback, self.standards.visible]
        if not self.reader.in_sandbox:
            probes.append(PostOrder(self.reader, self.sites[0]).visible)
        return tuple(said for probe in probes for said in _closed(probe))

    def _answers_feedback(self) -> None:
        """Raises NoAccess where the consent lets us read feedback only, or not even that."""
        client = self.reader.client
        if not client.sign_in.covers(client.refresh_token, ANSWERS.scope):
            raise NoAccess(ANSWERS.missing)


def _closed(probe: Callable[[], None]) -> tuple[str, ...]:
    """What a probe finds missing. That an API has a bad moment says nothing about the consent."""
    try:
        probe()
    except NoAccess as error:
        return (str(error),)
    except (Refused, SignInAgain, TryLater, UnexpectedAnswer) as error:
        log.info("check: %s", error)
    return ()
