"""Why tickets were left alone or not undone: codes for programs, and how many there are of each."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbox.models import BulkChange, BulkJob, ChangeState


@dataclass(frozen=True)
class Reason:
    """words: in the language of who asked. number: of tickets."""

    code: str
    words: str
    number: int


@dataclass(frozen=True)
class Summary:
    """How many tickets there are, and in which state. reasons: of left and of kept ones, the most frequent first."""

    total: int
    waiting: int
    done: int
    left: int
    undone: int
    kept: int
    reasons: Sequence[Reason]

    @property
    def settled(self) -> int:
        return self.total - self.waiting


def code_of(error: Exception) -> str:
    """The name of the rule, such as "so-already"; the same as in the API's problems."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()


def summary_of(job: BulkJob) -> Summary:
    rows = job.changes.values_list("state", "code", "reason")
    return summary(rows)


def summary_of_changes(changes: Iterable[BulkChange]) -> Summary:
    """The same of an outlook that is not kept."""
    return summary((change.state, change.code, change.reason) for change in changes)


def summary(rows: Iterable[tuple[str, str, str]]) -> Summary:
    """rows: state, code and reason of each ticket."""
    counted = Counter(rows)
    states: Counter[str] = Counter()
    for (state, _code, _words), number in counted.items():
        states[state] += number
    told = [Reason(code, words, number) for (_state, code, words), number in counted.most_common() if code]
    return Summary(
        total=states.total(),
        waiting=states[ChangeState.WAITING],
        done=states[ChangeState.DONE],
        left=states[ChangeState.LEFT],
        undone=states[ChangeState.UNDONE],
        kept=states[ChangeState.KEPT],
        reasons=told,
    )
