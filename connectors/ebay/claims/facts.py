"""What an entry of eBay says of a claim, whatever its kind: the same facts under different names.

A stored payload of kind "claim" is `{"kind", "summary", "detail", "activity", "return_id", "site", "seen_at"}`: the
entry of the search, the answer about it alone where there was one, a dispute's history, the return a case came from,
the site asked, and when it was read. One of kind "claim_note" has a `note` (one step with words) besides, one of kind
"claim_file" a `file` (a picture shown inside a return) and its bytes.
Names of fields: eBay, Post-Order 2.7.8 and 2.8.0, types CaseSummaryType, ClaimHistoryEventModel, CaseDetailsResponse,
ReturnCloseInfoType, CancelDetail, and the Fulfillment contract 1.20.7; read 2026-11.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.ebay.claims.kinds import CANCELLATION, CASE, DISPUTE, INQUIRY, RETURN
from connectors.ebay.values import moment, money, objects, own_words, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, Money

_ID = {CANCELLATION: "cancelId", INQUIRY: "inquiryId", RETURN: "returnId", CASE: "caseId", DISPUTE: "paymentDisputeId"}
_STATES = {
    CANCELLATION: ("cancelStatus", "cancelState"),
    INQUIRY: ("inquiryStatusEnum", "status", "state"),
    RETURN: ("state", "status"),
    CASE: ("caseStatusEnum", "status", "state"),
    DISPUTE: ("paymentDisputeStatus",),
}
_REASONS = ("cancelReason", "reason", "caseType", "creationReason", "initialInquiryReason")
_CREATED = ("creationDate", "cancelRequestDate", "openDate")
_CHANGED = ("lastModifiedDate", "closedDate", "cancelCloseDate", "returnCloseDate", "inquiryClosureDate")
_WITHIN = ("summary", "detail", "cancelDetail", "inquiryDetails", "caseDetails")
_HISTORIES = (("responseHistory",), ("inquiryHistoryDetails", "history"), ("caseHistoryDetails", "history"))


@dataclass(frozen=True)
class Step:
    """Something somebody did in a claim. words: what he wrote, "" if nothing."""

    who: str
    what: str
    words: str
    at: datetime | None


class Facts:
    """Looks into one payload. Nothing here is computed: a date or amount is eBay's, or missing."""

    def __init__(self, body: Any) -> None:
        content = part({"body": body}, "body")
        self.kind = words(content.get("kind"))
        if self.kind not in _ID:
            raise UnexpectedAnswer("the claim's kind is missing")
        self.summary = part(content, "summary")
        self.detail = part(content, "detail")
        self.activity = objects(content, "activity")
        self.id = words(self.summary.get(_ID[self.kind]))
        if not self.id:
            raise UnexpectedAnswer(f"{_ID[self.kind]} is missing")
        self.return_id = words(content.get("return_id")) or self.one("returnId")
        self.site = self.one("marketplaceId") or words(content.get("site"))
        self.seen_at = moment(content.get("seen_at"))

    def one(self, *names: str) -> str:
        """The first text or number under one of these names, in any of the places eBay puts facts."""
        return next((found for found in map(words, self._all(names)) if found), "")

    @property
    def states(self) -> tuple[str, ...]:
        """eBay's words for where the claim stands, without repeats."""
        found = (words(self.summary.get(name)) for name in _STATES[self.kind])
        return tuple(dict.fromkeys(word for word in found if word))

    @property
    def buyer(self) -> str:
        return self.one("buyerLoginName", "buyerUsername", "buyer")

    @property
    def seller(self) -> str:
        return self.one("sellerLoginName", "seller")

    @property
    def state_there(self) -> str:
        return ", ".join(self.states)

    def party(self, who: str) -> tuple[Direction, str]:
        """Who that is: the buyer, the shop, each with his name where told; everybody else is the marketplace."""
        if "BUYER" in who.upper() or (self.buyer and who.casefold() == self.buyer.casefold()):
            return Direction.IN, self.buyer
        if "SELLER" in who.upper() or (self.seller and who.casefold() == self.seller.casefold()):
            return Direction.OUT, self.seller
        return Direction.SYSTEM, ""

    @property
    def item_id(self) -> str:
        return self.one("itemId")

    @property
    def transaction_id(self) -> str:
        return self.one("transactionId")

    @property
    def order_id(self) -> str:
        return self.one("orderId", "legacyOrderId")

    @property
    def line_id(self) -> str:
        """A dispute's own line, else the transaction: with the item's number it names one line of one order."""
        return self.one("lineItemId", "transactionId")

    @property
    def reason(self) -> str:
        return self.one(*_REASONS)

    @property
    def case_id(self) -> str:
        """The case it was escalated into."""
        return words(part(self.summary, "escalationInfo").get("caseId")) or words(
            part(self.detail, "escalationInfo").get("caseId")
        )

    @property
    def opened_at(self) -> datetime | None:
        return next((at for at in map(moment, self._all(_CREATED)) if at), None)

    @property
    def changed_at(self) -> datetime | None:
        """When it last changed, as far as eBay says; else when its last step was."""
        told = [at for at in map(moment, self._all(_CHANGED)) if at]
        steps = [step.at for step in self.steps() if step.at]
        dated = [at for at in (moment(entry.get("activityDate")) for entry in self.activity) if at]
        return max([*told, *steps, *dated], default=None)

    @property
    def respond_by(self) -> datetime | None:
        """eBay's deadline for the seller, copied."""
        if self.kind == RETURN:
            return moment(part(self.summary, "sellerResponseDue").get("respondByDate"))
        name = "sellerResponseDueDate" if self.kind == CANCELLATION else "respondByDate"
        return moment(self.summary.get(name)) or moment(self.detail.get(name))

    @property
    def amount(self) -> Money | None:
        refund = part(self.summary, "sellerTotalRefund")
        names = ("claimAmount", "requestRefundAmount", "amount")
        given = [refund.get("actualRefundAmount"), refund.get("estimatedRefundAmount"), *self._all(names)]
        return next((found for found in map(money, given) if found), None)

    def steps(self) -> Iterator[Step]:
        """What was done and said inside the claim, in eBay's order; buyer's reason in his words included."""
        found = [step for path in _HISTORIES for step in self._steps(*path)]
        start = part(self.summary, "creationInfo")
        first = own_words(start.get("comments")) or own_words(part(self.detail, "buyerProvided").get("note"))
        if first and first not in {step.words for step in found}:
            yield Step("BUYER", "", first, moment(start.get("creationDate")) or self.opened_at)
        yield from found

    def _steps(self, *path: str) -> Iterator[Step]:
        inside = part(self.detail, "detail") or self.detail
        for entry in objects(part(inside, *path[:-1]), path[-1]):
            said = own_words(entry.get("notes")) or own_words(entry.get("description"))
            who, what = entry.get("author") or entry.get("actor"), entry.get("activity") or entry.get("action")
            at = moment(entry.get("creationDate")) or moment(entry.get("date"))
            yield Step(words(who), words(what), said, at)

    def _all(self, names: tuple[str, ...]) -> Iterator[Any]:
        """Every value under these names, in the order of the names, the search's own entry first."""
        creation, lines = part(self.summary, "creationInfo"), objects(self.summary, "lineItems")
        places = [self.summary, creation, part(creation, "item"), *lines[:1], self.detail]
        places += [part(self.detail, name) for name in _WITHIN]
        places.append(part(self.detail, "detail", "closeInfo"))
        places += objects(self.detail, "lineItems")[:1]
        for name in names:
            for place in places:
                if place.get(name) is not None:
                    yield place[name]


def about(whole: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """What is stored of a claim with something said or shown inside it."""
    bare = {name: whole.get(name) for name in ("kind", "summary", "site", "return_id", "seen_at")}
    return bare | {"detail": {"orderId": facts.order_id}}
