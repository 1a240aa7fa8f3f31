"""Feedback that buyers left: the newest first, as far back as asked, then the last 30 days on each pull.

Thirty days are looked at anew each time, since a buyer may revise what he wrote and the seller may answer at eBay;
what did not change is left out by its digest. "No feedback" is an error of eBay's (501039) and means an empty list.
Of the periods only 30 and 365 days are named alike by eBay's texts, so longer histories ask for 365 or for all.
Source: Feedback contract 1.0.0 and the project's fact sheet, section 7.4, read 2026-11.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.ebay import fields
from connectors.ebay.apis import FEEDBACK
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.values import moment, objects, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import FetchRequest, IncomingFeedback, Page, RawPayload
from connectors.text import marked as _

NO_LIST = _("eBay refused the list of feedback: %(words)s")


OPINION = "feedback"
PAGE = 200
NONE_FOUND = 501039
REVISABLE = timedelta(days=30)
RATINGS = {"POSITIVE": 5, "NEUTRAL": 3, "NEGATIVE": 1}


class Feedback:
    """What buyers said about one seller. seller: his user name or id."""

    def __init__(self, reader: Reader, *, seller: str) -> None:
        self.reader = reader
        self.seller = seller

    def visible(self) -> None:
        """Ask for a little. Raises NoAccess."""
        self._list(period=30, offset=0, limit=25)

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """Yield what is new or changed; nothing if the consent does not cover feedback."""
        now = self.reader.now()
        cursor = (request.cursor or {}) if request.until is None else {}
        told = {str(key): str(value) for key, value in part(cursor, "told").items()}
        since = request.since if "told" not in cursor else now - REVISABLE
        try:
            yield from self._pages(since, until=request.until, now=now, told=told)
        except NoAccess:
            return
        except Refused as error:
            raise UnexpectedAnswer(NO_LIST % {"words": error}) from error

    def _pages(
        self, since: datetime, *, until: datetime | None, now: datetime, told: Mapping[str, str]
    ) -> Iterator[Page]:
        recent: dict[str, str] = {}
        offset, period = 0, _period(now - since)
        while True:
            answer = self._list(period=period, offset=offset, limit=PAGE)
            entries = {_key(entry): entry for entry in objects(answer, "feedbackEntries")}
            versions = {key: _version(entry) for key, entry in entries.items()}
            recent |= {key: versions[key] for key, entry in entries.items() if _is_recent(entry, now)}
            items = tuple(
                RawPayload(OPINION, key, dict(entry), version=versions[key])
                for key, entry in entries.items()
                if told.get(key) != versions[key] and _is_between(entry, since, until)
            )
            offset += PAGE
            total = part(answer, "pagination").get("total")
            if not entries or (offset >= total if isinstance(total, int) else len(entries) < PAGE):
                yield Page(items, {"told": recent})
                return
            yield Page(items, {"told": dict(told)} if told else {})

    def _list(self, *, period: int, offset: int, limit: int) -> Mapping[str, Any]:
        narrowed = "role:BUYER" + (f",period:{period}" if period else "")
        query = {
            "user_id": self.seller,
            "feedback_type": "FEEDBACK_RECEIVED",
            "sort": "TIME",
            "filter": narrowed,
            "limit": str(limit),
            "offset": str(offset),
        }
        try:
            return self.reader.get(FEEDBACK, "/feedback", params=query)
        except Refused as error:
            if NONE_FOUND in error.complaint.error_ids:
                return {}
            raise


def read_feedback(body: Any) -> IncomingFeedback:
    """Read one entry. rating: eBay has words, not figures: POSITIVE is 5, NEUTRAL 3, NEGATIVE 1, others none.

    The order is not named: `orderLineItemId` names one line of it. One answer is taken, and none where eBay itself left
    the feedback (errors 501032 and 501031).
    """
    entry = part({"body": body}, "body")
    feedback_id = words(entry.get("feedbackId"))
    if not feedback_id:
        raise UnexpectedAnswer("feedbackId is missing")
    comment = part(entry, "feedbackComment")
    said = words(comment.get("commentText"))
    more = words(part(entry, "followupComment").get("commentText"))
    answered = words(part(entry, "replyComment").get("commentText"))
    buyer, line = words(part(entry, "providerUserDetail").get("userId")), part(entry, "orderLineItemSummary")
    word = words(entry.get("commentType"))
    return IncomingFeedback(
        external_id=feedback_id,
        written_at=fields.moment(entry, "feedbackEnteredDate"),
        rating=RATINGS.get(word),
        text="\n".join(filter(None, (said, more))),
        answer=answered,
        buyer_handle=buyer,
        item_id=words(line.get("listingId")),
        word=word,
        answerable=bool(buyer) and not answered and entry.get("automatedFeedback") is not True,
        revisable=entry.get("eligibleForRevision") is True,
        line_id=words(line.get("orderLineItemId")),
    )


def _key(entry: Mapping[str, Any]) -> str:
    return words(entry.get("feedbackId")) or f"without-id-{fields.digest(dict(entry))}"


def _is_recent(entry: Mapping[str, Any], now: datetime) -> bool:
    at = moment(entry.get("feedbackEnteredDate"))
    return at is None or at >= now - REVISABLE


def _version(entry: Mapping[str, Any]) -> str:
    """A digest of what may change: the periods beside it ("3 days ago") and scores do by themselves."""
    comments = [part(entry, name).get("commentText") for name in ("feedbackComment", "replyComment", "followupComment")]
    states = [entry.get(name) for name in ("commentType", "feedbackState", "eligibleForRevision")]
    return fields.digest([*states, *comments])


def _is_between(entry: Mapping[str, Any], since: datetime, until: datetime | None) -> bool:
    at = moment(entry.get("feedbackEnteredDate"))
    return at is None or (at >= since and (until is None or at < until))


def _period(back: timedelta) -> int:
    """Days to look back as eBay takes them; 0 for all."""
    return 30 if back <= REVISABLE else 365 if back <= timedelta(days=365) else 0
