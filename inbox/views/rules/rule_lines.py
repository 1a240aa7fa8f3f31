"""The lines of a rule's page: each condition and each action with what may be chosen in it, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inbox.forms.rules import NOT, TypedRule, TypedStep, TypedTest
from inbox.rules.actions.action import Entry
from inbox.rules.actions.registry import ACTIONS
from inbox.rules.fields import FIELDS, OPS, Kind, Op
from inbox.views.lists.filter_fields import Choice, Offer
from inbox.views.rules.rule_choices import choices_of_action, choices_of_field, is_typed

DELAY = "10"
"""Minutes that somebody has to answer before an automatic reply leaves, unless they are changed."""


@dataclass(frozen=True)
class Line:
    """One line. name: of its inputs, before "-value" and the like. entry: an Entry; empty = nothing to give.

    ops: of a condition. text: what is typed. problem: why it cannot be kept. is_new: just added, to be filled in next.
    minutes: of a LATER entry.
    """

    name: str
    number: int
    code: str
    label: str
    entry: str
    choices: Sequence[Choice]
    text: str
    ops: Sequence[Choice] = ()
    join: str = ""
    help: str = ""
    problem: str = ""
    is_new: bool = False
    minutes: str = ""


def test_lines(typed: TypedRule, offer: Offer, *, problem: tuple[int, str] | None, is_new: bool) -> list[Line]:
    """problem: of which line, and why. is_new: whether the last one was just added."""
    last = len(typed.tests) - 1
    return [
        _test_line(test, number, offer, problem=_why(problem, number), is_new=is_new and number == last)
        for number, test in enumerate(typed.tests)
    ]


def step_lines(typed: TypedRule, offer: Offer, *, problem: tuple[int, str] | None, is_new: bool) -> list[Line]:
    """The same of the actions."""
    last = len(typed.steps) - 1
    return [
        _step_line(step, number, offer, problem=_why(problem, number), is_new=is_new and number == last)
        for number, step in enumerate(typed.steps)
    ]


def op_words(op: Op, kind: Kind, *, negated: bool) -> str:
    """How a comparison is said."""
    if op == Op.KNOWN:
        return _("is not known") if negated else _("is known")
    if op == Op.CONTAINS:
        return _("does not contain") if negated else _("contains")
    if op == Op.ABOVE:
        return _("is not more than") if negated else _("is more than")
    if op == Op.BELOW:
        return _("is not less than") if negated else _("is less than")
    if kind == Kind.WORDS:
        return _("has not") if negated else _("has")
    return _("is not") if negated else _("is")


def _test_line(test: TypedTest, number: int, offer: Offer, *, problem: str, is_new: bool) -> Line:
    kind = FIELDS[test.field].kind
    return Line(
        name=f"test-{number}",
        number=number,
        code=test.field,
        label=str(FIELDS[test.field].label),
        entry=_entry(kind),
        choices=_chosen(_choices(test.field, kind, offer), test.values) if kind in (Kind.FLAG, Kind.CHOICE) else [],
        text=", ".join(test.values),
        ops=_ops(kind, test.op),
        join=test.join,
        problem=problem,
        is_new=is_new,
    )


def _step_line(step: TypedStep, number: int, offer: Offer, *, problem: str, is_new: bool) -> Line:
    action = ACTIONS[step.do]
    return Line(
        name=f"step-{number}",
        number=number,
        code=step.do,
        label=str(action.label),
        entry=action.entry.value,
        choices=[] if is_typed(step.do) else _chosen(choices_of_action(step.do, offer), _picked(step)),
        text=", ".join(step.values),
        help=str(action.help),
        minutes=step.values[1] if len(step.values) > 1 else DELAY,
        problem=problem,
        is_new=is_new,
    )


def _picked(step: TypedStep) -> Sequence[str]:
    return step.values[:1] if ACTIONS[step.do].entry == Entry.LATER else step.values


def _ops(kind: Kind, chosen: str) -> list[Choice]:
    codes = [(op, negated) for op in OPS[kind] for negated in (False, True)]
    return [
        Choice(code := f"{NOT if negated else ''}{op}", op_words(op, kind, negated=negated), code == chosen)
        for op, negated in codes
    ]


def _entry(kind: Kind) -> str:
    if kind == Kind.FLAG:
        return Entry.ONE.value
    return Entry.SOME.value if kind == Kind.CHOICE else Entry.LINE.value


def _choices(field: str, kind: Kind, offer: Offer) -> Sequence[tuple[str, str]]:
    if kind == Kind.FLAG:
        return [("yes", _("yes")), ("no", _("no"))]
    return choices_of_field(field, offer)


def _chosen(choices: Sequence[tuple[str, str]], values: Sequence[str]) -> list[Choice]:
    """What is chosen though nobody offers it any more stays to be seen."""
    offered = dict(choices)
    gone = [(value, value) for value in values if value not in offered]
    return [Choice(code, label, code in values) for code, label in [*choices, *gone]]


def _why(problem: tuple[int, str] | None, number: int) -> str:
    return problem[1] if problem and problem[0] == number else ""
