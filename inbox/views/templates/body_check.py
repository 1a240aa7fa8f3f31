"""What the edit page says below a body: its problems with their places marked, or how it reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates_app.checking import Finding, Level, is_sound, sample_filled
from templates_app.questions import Question

_AROUND = 40


@dataclass(frozen=True)
class Marked:
    """A problem. before, place, after: the line of the body it is in; place is empty where nobody can tell.

    is_error: the body cannot be kept so.
    """

    words: str
    is_error: bool
    line: int
    before: str
    place: str
    after: str


@dataclass(frozen=True)
class BodyCheck:
    """sample: the body with examples in its blanks, empty while it has errors or nothing is written."""

    problems: Sequence[Marked]
    sample: str


def body_check(body: str, questions: Sequence[Question], findings: Sequence[Finding], language: str) -> BodyCheck:
    if not body.strip():
        return BodyCheck((), "")
    sample = sample_filled(body, questions, language=language).text if is_sound(findings) else ""
    return BodyCheck([_marked(body, one) for one in findings], sample)


def _marked(body: str, finding: Finding) -> Marked:
    begins = body.rfind("\n", 0, finding.start) + 1
    ends = body.find("\n", finding.end)
    line = body[begins:] if ends < 0 else body[begins:ends]
    start, end = finding.start - begins, finding.end - begins
    return Marked(
        words=finding.words,
        is_error=finding.level == Level.ERROR,
        line=body.count("\n", 0, finding.start) + 1,
        before=line[max(0, start - _AROUND) : start],
        place=line[start:end],
        after=line[end : end + _AROUND],
    )
