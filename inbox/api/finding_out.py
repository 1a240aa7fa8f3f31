"""What the policy check found, as the API says it."""

from collections.abc import Iterable

from django.utils.translation import get_language
from pydantic import BaseModel

from connectors.policy import Finding, Level


class FindingOut(BaseModel):
    """A place of the text and why it is one. rule: its code (docs/policy.md). level: block, warn or note.

    start, end: characters of the text as it was sent; 0 and 0 = the text as a whole. reason: a sentence in the language
    asked for (Accept-Language). source, read_on: who says so, and when that was read.
    """

    rule: str
    level: Level
    start: int
    end: int
    reason: str
    source: str
    read_on: str


def findings_out(found: Iterable[Finding]) -> list[FindingOut]:
    language = get_language() or "en"
    return [
        FindingOut(
            rule=finding.rule,
            level=finding.level,
            start=finding.start,
            end=finding.end,
            reason=finding.reason(language),
            source=finding.source,
            read_on=finding.read_on.isoformat(),
        )
        for finding in found
    ]
