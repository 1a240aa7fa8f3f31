"""The check: every detector looks at the text, the marketplace's pack says what a hit means there."""

from collections.abc import Iterable, Sequence

from connectors.policy.addresses import address_hits
from connectors.policy.facts import NO_FACTS, ReplyFacts
from connectors.policy.finding import Finding, Hit, Level
from connectors.policy.folded import folded
from connectors.policy.form import form_hits
from connectors.policy.languages import language_hits
from connectors.policy.numbers import number_hits
from connectors.policy.packs import Pack
from connectors.policy.personal import personal_hits
from connectors.policy.readability import readability_hits
from connectors.policy.wording import wording_hits

LONGEST = 10_000
"""Characters that are looked at: more than twice what the most generous of the marketplaces takes in one reply."""
INVITATION, ADDRESSES = "contact_request", ("phone", "email", "handle")
PERSONAL, FORBIDDEN_ANYWAY = "personal_data", ("phone", "email", "payment_details")
BESIDE = 60
"""Characters."""


def check(text: str, *, pack: Pack, facts: ReplyFacts = NO_FACTS) -> tuple[Finding, ...]:
    """What is wrong with this reply at this marketplace, in the order of the text. Pure, linear, never raises.

    Of findings of one rule that overlap, the longest is told.
    """
    seen = folded(text[:LONGEST])
    hits = [
        *address_hits(seen, pack, facts),
        *number_hits(seen, pack, facts),
        *wording_hits(seen, pack, facts),
        *personal_hits(seen, facts),
        *form_hits(text, pack, facts),
        *language_hits(seen, facts),
        *readability_hits(seen, facts),
    ]
    counted = [hit for hit in hits if pack.rules[hit.rule].level != Level.OFF]
    told = [_finding(hit, pack) for hit in _longest(_without_echoes(counted))]
    return tuple(sorted(told, key=lambda finding: (finding.start, finding.end, finding.rule)))


def worst(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among them; None if there is none."""
    levels = {finding.level for finding in findings}
    return next((level for level in Level if level in levels), None)


def _without_echoes(hits: Sequence[Hit]) -> list[Hit]:
    """An invitation to call beside the number itself is told once, as the number; so is the buyer's own number."""
    addresses = [hit for hit in hits if hit.rule in ADDRESSES]
    forbidden = [hit for hit in hits if hit.rule in FORBIDDEN_ANYWAY]
    return [
        hit
        for hit in hits
        if not (hit.rule == INVITATION and _touches(hit, addresses, gap=BESIDE))
        and not (hit.rule == PERSONAL and _touches(hit, forbidden, gap=0))
    ]


def _touches(hit: Hit, others: Sequence[Hit], *, gap: int) -> bool:
    return any(hit.start - gap < other.end and other.start < hit.end + gap for other in others)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.end == 0 or (hit.end > ends.get(hit.rule, 0) and hit.start >= ends.get(hit.rule, 0)):
            kept.append(hit)
            ends[hit.rule] = max(hit.end, ends.get(hit.rule, 0))
    return kept


def _finding(hit: Hit, pack: Pack) -> Finding:
    rule, about = pack.rules[hit.rule], dict(hit.about)
    reasons = {
        language: sentence.format(marketplace=pack.label, **about) for language, sentence in rule.reasons.items()
    }
    return Finding(
        rule=hit.rule,
        level=rule.level,
        start=hit.start,
        end=hit.end,
        reasons=reasons,
        source=rule.source,
        read_on=rule.read_on,
    )
