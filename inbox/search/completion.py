"""What may follow in the search box: operators while a name is typed, values behind one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbox.search.grammar import Part, parts_of, plain
from inbox.search.operators import OPERATORS, by_name
from inbox.search.terms import Asker, Value

MOST = 8


@dataclass(frozen=True)
class Completion:
    """text: what the whole box holds once it is taken. shown: the part that is completed; about: what it means."""

    text: str
    shown: str
    about: str


def completions(text: str, asker: Asker) -> list[Completion]:
    """For the last part of the text; for an empty box, or one that ends in a space, all the operators."""
    parts = parts_of(text)
    last = parts.pop() if parts and not text[-1].isspace() else Part("")
    before = "".join(f"{part} " for part in parts)
    if last.is_quoted and not last.name:
        return []
    offered = _values(last, asker) if last.name else _names(last)
    return [Completion(f"{before}{shown}{end}", shown, about) for shown, about, end in offered][:MOST]


def _names(last: Part) -> Iterable[tuple[str, str, str]]:
    minus, typed = "-" if last.is_minus else "", plain(last.text)
    for operator in OPERATORS:
        name = next((name for name in _in_order(operator.names, operator.name) if plain(name).startswith(typed)), "")
        if name:
            yield f"{minus}{name}:", str(operator.about), ""


def _values(last: Part, asker: Asker) -> Iterable[tuple[str, str, str]]:
    operator = by_name().get(plain(last.name))
    if operator is None:
        return
    values = operator.look_up(last.text, asker) if operator.look_up else _like(last.text, operator.offer(asker))
    for value in values:
        part = Part(value.name, last.name, last.is_minus, is_quoted=" " in value.name)
        yield str(part), value.about, " "


def _like(text: str, values: Iterable[Value]) -> Iterable[Value]:
    """Those whose name or meaning holds the text."""
    typed = plain(text)
    return (one for one in values if typed in plain(one.name) or (typed and typed in plain(one.about)))


def _in_order(names: Sequence[str], first: str) -> Sequence[str]:
    return [first, *(name for name in names if name != first)]
