"""The stream "claims": every cancellation, inquiry, return, case and payment dispute, as often as it changes.

None of eBay's searches tells what changed, only what was created when. A pull lists what was created in the last 45
days, once a day 180 days, and the first one as far back as asked (never less than 45 days). A claim is stored anew
when its state, deadline or amount is another than any stored; then, and once an hour while it is open, what was said
inside it is read too. Sources are independent: one that fails is reported after the others have been read.
The cursor: `deep_at`, `open_read_at`, `returns` (case id -> return id, from the returns that were escalated).
Source: the project's fact sheet, sections 7.1 and 7.2, read 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from connectors.ebay import fields
from connectors.ebay.claims.disputes import Disputes
from connectors.ebay.claims.facts import Facts, about
from connectors.ebay.claims.files import shown_in_return
from connectors.ebay.claims.kinds import DISPUTE, RETURN, SEARCHES, Search
from connectors.ebay.claims.post_order import PostOrder
from connectors.ebay.claims.read import CLAIM, NOTE, note_of
from connectors.ebay.claims.states import ENDED, state_of
from connectors.ebay.names import Names
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.values import moment, part
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

NO_LIST = _("eBay refused a list of claims: %(words)s")


RECENT, DEEP, OLDEST = timedelta(days=45), timedelta(days=180), timedelta(days=540)
DEEP_EVERY, OPEN_EVERY = timedelta(hours=24), timedelta(hours=1)
MOST_RETURNS = 1000


class Claims:
    """All claims of one seller. sites: eBay's marketplace ids to ask Post-Order for. own: the seller's names."""

    def __init__(self, reader: Reader, *, sites: Sequence[str], own: Names) -> None:
        self.reader = reader
        self.sites = sites
        self.own = own
        self.now = reader.now()
        self.is_closed = reader.in_sandbox
        """Whether Post-Order does not let us in: then its other searches are not tried in this pull."""

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """Yield what is new; the last page moves the cursor. Raises the first failure when all sources were read."""
        cursor = dict(request.cursor or {}) if request.until is None else {}
        deep_at, open_at = moment(cursor.get("deep_at")), moment(cursor.get("open_read_at"))
        is_deep = deep_at is None or self.now - deep_at >= DEEP_EVERY
        rereads = open_at is None or self.now - open_at >= OPEN_EVERY
        since, until = self._span(request, is_first=deep_at is None, is_deep=is_deep)
        returns = {str(key): str(value) for key, value in part(cursor, "returns").items()}
        failure: Exception | None = None
        for source in self._sources(request, since=since, until=until, rereads=rereads, returns=returns):
            try:
                for items in source:
                    yield Page(items, cursor)
            except NoAccess:
                self.is_closed = True
            except Refused as error:
                failure = failure or UnexpectedAnswer(NO_LIST % {"words": error})
            except (TryLater, UnexpectedAnswer) as error:
                failure = failure or error
        if failure is not None:
            raise failure
        yield Page(
            (),
            {
                "deep_at": self.now.isoformat() if is_deep else cursor.get("deep_at"),
                "open_read_at": self.now.isoformat() if rereads else cursor.get("open_read_at"),
                "returns": dict(list(returns.items())[-MOST_RETURNS:]),
            },
        )

    def _span(self, request: FetchRequest, *, is_first: bool, is_deep: bool) -> tuple[datetime, datetime]:
        if request.until is not None:
            return max(request.since, self.now - OLDEST), min(request.until, self.now)
        back = self.now - (DEEP if is_deep and not is_first else RECENT)
        return max(min(request.since, back) if is_first else back, self.now - OLDEST), self.now

    def _sources(
        self, request: FetchRequest, *, since: datetime, until: datetime, rereads: bool, returns: dict[str, str]
    ) -> Iterator[Iterator[tuple[RawPayload, ...]]]:
        for site, search in product(self.sites, SEARCHES):
            if not self.is_closed:
                post = PostOrder(self.reader, site)
                pages = post.found(search, since=since, until=until)
                yield self._new_of(request, search, post, pages=pages, rereads=rereads, returns=returns)
        disputes = Disputes(self.reader)
        yield self._new_disputes(request, disputes, disputes.found(since=since, until=until))

    def _new_of(
        self,
        request: FetchRequest,
        search: Search,
        post: PostOrder,
        *,
        pages: Iterator[Sequence[Mapping[str, Any]]],
        rereads: bool,
        returns: dict[str, str],
    ) -> Iterator[tuple[RawPayload, ...]]:
        for entries in pages:
            found: list[RawPayload] = []
            bodies = [self._body(search.kind, entry, site=post.site) for entry in entries]
            for body in bodies:
                body["return_id"] = returns.get(fields.identifier(body["summary"], search.id), "")
            theirs = self._of_buyers(bodies)
            known = _stored(request, theirs)
            for body, facts in theirs:
                if search.kind == RETURN and facts.case_id:
                    returns[facts.case_id] = facts.id
                if _key(facts) not in known or (rereads and state_of(facts) not in ENDED):
                    told = {"detail": dict(post.detail(search, facts.id))}
                    found += self._payloads(request, body | told, facts, is_known=_key(facts) in known)
                    found += shown_in_return(post, body | told, known=request.known)
            yield tuple(found)

    def _new_disputes(
        self, request: FetchRequest, disputes: Disputes, pages: Iterator[Sequence[Mapping[str, Any]]]
    ) -> Iterator[tuple[RawPayload, ...]]:
        for entries in pages:
            found: list[RawPayload] = []
            bodies = [self._body(DISPUTE, entry, site=self.sites[0]) for entry in entries]
            theirs = self._of_buyers(bodies)
            known = _stored(request, theirs)
            for body, facts in theirs:
                if _key(facts) not in known:
                    detail, activity = disputes.detail(facts.id)
                    told = {"detail": dict(detail), "activity": [dict(entry) for entry in activity]}
                    found += self._payloads(request, body | told, facts, is_known=False)
            yield tuple(found)

    def _body(self, kind: str, summary: Mapping[str, Any], *, site: str) -> dict[str, Any]:
        return {"kind": kind, "summary": dict(summary), "site": site, "seen_at": self.now.isoformat()}

    def _of_buyers(self, bodies: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Facts]]:
        """Those against this seller: he may have bought things himself. What has no id is passed over."""
        found = []
        for body in bodies:
            try:
                facts = Facts(body)
            except UnexpectedAnswer:
                continue
            if facts.buyer not in self.own:
                found.append((body, facts))
        return found

    def _payloads(
        self, request: FetchRequest, whole: Mapping[str, Any], facts: Facts, *, is_known: bool
    ) -> list[RawPayload]:
        """The claim, if it stands elsewhere than ever stored, and what was said inside it that is not stored."""
        notes = self._notes(request, whole)
        return notes if is_known else [RawPayload(CLAIM, _key(facts), whole, version="1"), *notes]

    def _notes(self, request: FetchRequest, whole: Mapping[str, Any]) -> list[RawPayload]:
        facts = Facts(whole)
        steps = [note_of(step) for step in facts.steps() if step.words and step.at]
        by_key = {f"{facts.kind}-{facts.id}-said-{fields.digest(step)}": step for step in steps}
        known = request.known(NOTE, list(by_key)) if by_key else frozenset()
        bare = about(whole, facts)
        return [
            RawPayload(NOTE, key, {**bare, "note": step}, version="1")
            for key, step in by_key.items()
            if key not in known
        ]


def _stored(request: FetchRequest, claims: Sequence[tuple[Mapping[str, Any], Facts]]) -> Set[str]:
    keys = [_key(facts) for _, facts in claims]
    return request.known(CLAIM, keys) if keys else frozenset()


def _key(facts: Facts) -> str:
    """The claim as it stands: the same until its state, deadline or amount changes, whatever dates go on."""
    amount = str(facts.amount.amount) if facts.amount else ""
    due = facts.respond_by.isoformat() if facts.respond_by else ""
    standing = fields.digest([facts.states, due, amount, facts.case_id, facts.return_id])
    return f"{facts.kind}-{facts.id}-{standing}"
