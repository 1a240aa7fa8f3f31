"""The stream "claims": every cancellation, inquiry, return, case and payment dispute, as often as it changes.

None of eBay's searches tells what changed, only what was created when. A pull lists what was created in the last 45
days, once a day 180 days, and the first one as far back as asked (never less than 45 days). A claim is stored anew
when its state, deadline or amount is another than it was; then, and once an hour while it is open, what was said
inside it is read too. Sources are independent: one that fails is reported after the others have been read.
Source: the project's fact sheet, sections 7.1 and 7.2, read 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from connectors.ebay import fields
from connectors.ebay.claims.disputes import Disputes
from connectors.ebay.claims.facts import Facts, about
from connectors.ebay.claims.files import shown_in_return
from connectors.ebay.claims.kinds import DISPUTE, RETURN, SEARCHES, Search
from connectors.ebay.claims.post_order import PostOrder
from connectors.ebay.claims.read import NOTE, note_of
from connectors.ebay.claims.standing import CLAIM, Remembered, remembered
from connectors.ebay.claims.states import ENDED, state_of
from connectors.ebay.names import Names
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.values import words
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

NO_LIST = _("eBay refused a list of claims: %(words)s")


RECENT, DEEP, OLDEST = timedelta(days=45), timedelta(days=180), timedelta(days=540)
DEEP_EVERY, OPEN_EVERY = timedelta(hours=24), timedelta(hours=1)


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
        last = remembered(cursor)
        is_deep = last.deep_at is None or self.now - last.deep_at >= DEEP_EVERY
        rereads = last.open_read_at is None or self.now - last.open_read_at >= OPEN_EVERY
        since, until = self._span(request, is_first=last.deep_at is None, is_deep=is_deep)
        failure: Exception | None = None
        for source in self._sources(request, last, since=since, until=until, rereads=rereads):
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
            yield Page((), last.as_json())
            raise failure
        last.deep_at = self.now if is_deep else last.deep_at
        last.open_read_at = self.now if rereads else last.open_read_at
        yield Page((), last.as_json())

    def _span(self, request: FetchRequest, *, is_first: bool, is_deep: bool) -> tuple[datetime, datetime]:
        if request.until is not None:
            return max(request.since, self.now - OLDEST), min(request.until, self.now)
        back = self.now - (DEEP if is_deep and not is_first else RECENT)
        return max(min(request.since, back) if is_first else back, self.now - OLDEST), self.now

    def _sources(
        self, request: FetchRequest, last: Remembered, *, since: datetime, until: datetime, rereads: bool
    ) -> Iterator[Iterator[tuple[RawPayload, ...]]]:
        for site, search in product(self.sites, SEARCHES):
            if not self.is_closed:
                post = PostOrder(self.reader, site)
                pages = post.found(search, since=since, until=until)
                yield self._new_of(request, search, post, pages=pages, rereads=rereads, last=last)
        disputes = Disputes(self.reader)
        yield self._new_disputes(request, disputes, disputes.found(since=since, until=until), last=last)

    def _new_of(
        self,
        request: FetchRequest,
        search: Search,
        post: PostOrder,
        *,
        pages: Iterator[Sequence[Mapping[str, Any]]],
        rereads: bool,
        last: Remembered,
    ) -> Iterator[tuple[RawPayload, ...]]:
        for entries in pages:
            bodies = [self._body(search.kind, entry, site=post.site) for entry in entries]
            for body in bodies:
                body["return_id"] = last.returns.get(words(body["summary"].get(search.id)), "")
            found, theirs = self._of_buyers(bodies)
            keys = last.keys(request, [facts for _, facts in theirs])
            for (body, facts), (key, is_known) in zip(theirs, keys, strict=True):
                if search.kind == RETURN and facts.case_id:
                    last.returns[facts.case_id] = facts.id
                if not is_known or (rereads and state_of(facts) not in ENDED):
                    told = body | {"detail": dict(post.detail(search, facts.id))}
                    found += self._payloads(request, told, key="" if is_known else key)
                    if files := shown_in_return(post, told, known=request.known):
                        yield (*found, *files)
                        found = []
            yield tuple(found)
            last.keep([facts for _, facts in theirs])

    def _new_disputes(
        self,
        request: FetchRequest,
        disputes: Disputes,
        pages: Iterator[Sequence[Mapping[str, Any]]],
        *,
        last: Remembered,
    ) -> Iterator[tuple[RawPayload, ...]]:
        for entries in pages:
            found, theirs = self._of_buyers([self._body(DISPUTE, entry, site=self.sites[0]) for entry in entries])
            keys = last.keys(request, [facts for _, facts in theirs])
            for (body, facts), (key, is_known) in zip(theirs, keys, strict=True):
                if not is_known:
                    detail, activity = disputes.detail(facts.id)
                    told = {"detail": dict(detail), "activity": [dict(entry) for entry in activity]}
                    found += self._payloads(request, body | told, key=key)
            yield tuple(found)
            last.keep([facts for _, facts in theirs])

    def _body(self, kind: str, summary: Mapping[str, Any], *, site: str) -> dict[str, Any]:
        return {"kind": kind, "summary": dict(summary), "site": site, "seen_at": self.now.isoformat()}

    def _of_buyers(
        self, bodies: Sequence[dict[str, Any]]
    ) -> tuple[list[RawPayload], list[tuple[dict[str, Any], Facts]]]:
        """What cannot be read, to be kept so, and the claims against this seller: he may have bought things himself."""
        unreadable, found = [], []
        for body in bodies:
            try:
                facts = Facts(body)
            except UnexpectedAnswer:
                key = f"{body['kind']}-without-id-{fields.digest(body['summary'])}"
                unreadable.append(RawPayload(CLAIM, key, body, version="1"))
                continue
            if facts.buyer not in self.own:
                found.append((body, facts))
        return unreadable, found

    def _payloads(self, request: FetchRequest, whole: Mapping[str, Any], *, key: str) -> list[RawPayload]:
        """The claim, unless its key is empty, and what was said inside it that is not stored."""
        notes = self._notes(request, whole)
        return [RawPayload(CLAIM, key, whole, version="1"), *notes] if key else notes

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
