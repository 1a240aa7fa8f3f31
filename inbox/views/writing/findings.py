"""What the policy check found in a text, ready to print: each finding with its place in the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from connectors.policy import Finding, Level, rule_name
from inbox.models import User
from inbox.people.permissions import may_override_blocks

BESIDE = 24
"""Characters shown before and after a place."""
LONGEST_PLACE = 80
MOST = 12


@dataclass(frozen=True)
class FindingLine:
    """level: for colour; says: the same in words. before, place, after: an excerpt; all empty for the whole text.

    start, end: characters of the text as it was given.
    """

    level: str
    says: str
    name: str
    reason: str
    source: str
    start: int
    end: int
    before: str = ""
    place: str = ""
    after: str = ""


@dataclass(frozen=True)
class FindingsPanel:
    """lines: what stops the reply, blocks first. hints: what never does. more: how many are not shown.

    worst: the gravest level, "" for a text without findings. asks: whether a reason lets this person send it.
    pieces: the text cut at its places, each with the level of the finding there or "".
    """

    lines: Sequence[FindingLine] = ()
    hints: Sequence[FindingLine] = ()
    more: int = 0
    worst: str = ""
    asks: bool = False
    pieces: Sequence[tuple[str, str]] = ()


NO_FINDINGS = FindingsPanel()


def findings_panel(text: str, findings: Sequence[Finding], *, user: User) -> FindingsPanel:
    """text: what the findings' places are in."""
    order = list(Level)
    graded = sorted(findings, key=lambda finding: order.index(finding.level))
    stops = [finding for finding in graded if finding.level != Level.NOTE]
    hints = [finding for finding in graded if finding.level == Level.NOTE]
    is_blocked = any(finding.level == Level.BLOCK for finding in stops)
    return FindingsPanel(
        lines=[_line(finding, text) for finding in stops[:MOST]],
        hints=[_line(finding, text) for finding in hints[:MOST]],
        more=len(stops[MOST:]) + len(hints[MOST:]),
        worst=str(graded[0].level) if graded else "",
        asks=bool(stops) and (not is_blocked or may_override_blocks(user)),
        pieces=_pieces(text, graded),
    )


def _line(finding: Finding, text: str) -> FindingLine:
    language = get_language() or "en"
    start, end = finding.start, finding.end
    is_whole = end == 0 or (start == 0 and end >= len(text))
    return FindingLine(
        level=str(finding.level),
        says=_says(finding.level),
        name=rule_name(finding.rule, language),
        reason=finding.reason(language),
        source=_("%(source)s, read on %(date)s") % {"source": finding.source, "date": finding.read_on.isoformat()},
        start=start,
        end=end,
        before="" if is_whole else _tail(text[max(0, start - BESIDE) : start], is_cut=start > BESIDE),
        place="" if is_whole else _cut(text[start:end]),
        after="" if is_whole else _head(text[end : end + BESIDE], is_cut=end + BESIDE < len(text)),
    )


def _says(level: Level) -> str:
    return {Level.BLOCK: _("Blocked"), Level.WARN: _("Warning"), Level.NOTE: _("Hint")}[level]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PLACE else f"{text[: LONGEST_PLACE - 1]}…"


def _tail(text: str, *, is_cut: bool) -> str:
    """What stands before a place on its line."""
    line = text.rpartition("\n")[2]
    return f"…{line}" if is_cut and line == text else line


def _head(text: str, *, is_cut: bool) -> str:
    line = text.partition("\n")[0]
    return f"{line}…" if is_cut and line == text else line


def _pieces(text: str, graded: Sequence[Finding]) -> list[tuple[str, str]]:
    """Where places overlap, the graver one is marked. Whole texts are not."""
    marked: list[tuple[int, int, str]] = []
    for finding in graded:
        is_place = finding.end > 0 and (finding.start, finding.end) != (0, len(text))
        if is_place and not any(finding.start < end and start < finding.end for start, end, _level in marked):
            marked.append((finding.start, finding.end, str(finding.level)))
    pieces, reached = [], 0
    for start, end, level in sorted(marked):
        pieces += [(text[reached:start], ""), (text[start:end], level)]
        reached = end
    return [*pieces, (text[reached:], "")] if marked else []
