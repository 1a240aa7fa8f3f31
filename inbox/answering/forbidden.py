"""What marketplaces and the law forbid in a template, found with the examples in its blanks."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import get_language

from connectors import policy
from connectors.models import Account
from connectors.policy import ReplyFacts
from connectors.registry import connectors
from templates_app.checking import Finding, Level, sample_filled
from templates_app.placeholders import sample_facts
from templates_app.questions import Question

_LEVELS: Final = {policy.Level.BLOCK: Level.ERROR, policy.Level.WARN: Level.NOTE}


def forbidden_in(
    body: str, questions: Sequence[Question], *, language: str, marketplaces: Sequence[str]
) -> list[Finding]:
    """Each place once, by the strictest of these marketplaces (none = of all); hints about the style are left out.

    A host that one of their accounts may link to is no fault here: each reply is checked again for its own account.
    What is blocked somewhere is an ERROR: such a template would make replies that do not leave. Raises BadTemplate.
    """
    text = sample_filled(body, questions, language=language).text
    found: dict[tuple[str, int, int], policy.Finding] = {}
    hosts = dict.fromkeys(marketplaces or connectors(), ())
    for slug, allowed in Account.objects.filter(marketplace__in=hosts).values_list("marketplace", "allowed_hosts"):
        hosts[slug] += tuple(allowed)
    for slug, allowed in hosts.items():
        for one in policy.check(text, pack=policy.pack_for(slug), facts=_facts(language, allowed)):
            place = (one.rule, one.start, one.end)
            if one.level in _LEVELS and (place not in found or one.level == policy.Level.BLOCK):
                found[place] = one
    return [_finding(one, text, body) for one in found.values()]


def _facts(language: str, hosts: tuple[str, ...]) -> ReplyFacts:
    examples = sample_facts()
    return ReplyFacts(
        language=language,
        buyer_names=(examples["buyer"]["name"],),
        allowed_hosts=hosts,
        own_numbers=(examples["order"]["number"], examples["tracking"]["number"]),
    )


def _finding(one: policy.Finding, text: str, body: str) -> Finding:
    """Marked in the body if the same words stand there: what came out of a blank has no place in it."""
    words = text[one.start : one.end]
    start = body.find(words) if words else -1
    place = (start, start + len(words)) if start >= 0 else (0, 0)
    return Finding(_LEVELS[one.level], one.reason(get_language() or "en"), *place)
