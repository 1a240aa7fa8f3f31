"""The policy check of a reply on a ticket."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from connectors.models import Account
from connectors.policy import Finding, Level, ReplyFacts, check, pack_for
from inbox.models import Attachment, DraftFile, Ticket
from inbox.policy.errors import PublicAnswerForbidden
from inbox.policy.facts import facts_about

OF_ANY_READER = frozenset({"length", "attachment", "html"})
"""Rules that hold for the marketplace's own people too. All others are about what a buyer may be told."""


def findings_of(
    place: Ticket,
    body: str,
    *,
    recipient: str = "",
    files: Sequence[DraftFile | Attachment] = (),
    acknowledges: bool = False,
) -> tuple[Finding, ...]:
    """What is wrong with this reply, in the order of its text.

    place: the ticket on whose conversation it leaves. recipient: as Message keeps it; empty = the buyer.
    """
    facts = facts_about(place, files=files, acknowledges=acknowledges)
    found = check(body, pack=pack_for(place.account.marketplace), facts=facts)
    return tuple(finding for finding in found if not recipient or finding.rule in OF_ANY_READER)


def check_bare(account: Account, body: str, *, language: str) -> tuple[Finding, ...]:
    """The same of a text to many buyers: what can be told without knowing any of them. Asks no database."""
    return _check_bare(account.marketplace, body, language, tuple(account.allowed_hosts))


def check_among(readers: Iterable[tuple[Account, str]], body: str) -> tuple[Finding, ...]:
    """The same for all of these accounts and languages at once: each place once, by the strictest of them."""
    found: dict[tuple[str, int, int], Finding] = {}
    for account, language in readers:
        for one in check_bare(account, body, language=language):
            known = found.setdefault((one.rule, one.start, one.end), one)
            found[one.rule, one.start, one.end] = min(known, one, key=_gravity)
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.end, one.rule)))


def check_public(account: Account, text: str) -> None:
    """Raise PublicAnswerForbidden for an answer to feedback with something that is blocked. Warnings are of replies."""
    facts = ReplyFacts(allowed_hosts=tuple(account.allowed_hosts))
    found = check(text, pack=pack_for(account.marketplace), facts=facts)
    if blocks := [one for one in found if one.level == Level.BLOCK]:
        raise PublicAnswerForbidden(blocks)


def stopping(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Blocks and warnings: what keeps a reply from leaving, unless a person has said why."""
    return tuple(one for one in findings if one.level in (Level.BLOCK, Level.WARN))


@lru_cache(maxsize=256)
def _check_bare(marketplace: str, body: str, language: str, hosts: tuple[str, ...]) -> tuple[Finding, ...]:
    return check(body, pack=pack_for(marketplace), facts=ReplyFacts(language=language, allowed_hosts=hosts))


def _gravity(finding: Finding) -> int:
    """The smaller, the graver."""
    return list(Level).index(finding.level)
