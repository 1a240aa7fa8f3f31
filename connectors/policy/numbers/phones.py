"""Which runs of digits are telephone numbers.

Some shapes are nothing else (+33 6…, 06 12 34 56 78, a number in spoken words); others only where the words beside them
speak of calling. A row of digits that the words call an order or a parcel is what they say, unless it is grouped
like a telephone number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from connectors.policy.numbers.atoms import Atom
from connectors.policy.numbers.context import Context, context_of
from connectors.policy.numbers.shapes import Sure, shape_of

_SHORTEST, _LONGEST = 7, 16
_TIED_BEFORE, _TIED_AFTER = re.compile(r"[a-z][-_/]$"), re.compile(r"[-_/][a-z]")


def phones(text: str, runs: Iterable[Sequence[Atom]]) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand. text: folded."""
    for run in runs:
        if sum(len(atom.digits) for atom in run) >= _SHORTEST:
            yield from _phones_in(text, run)


def _phones_in(text: str, run: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(run):
        length = _phone_at(text, run, at)
        if length:
            yield run[at].start, run[at + length - 1].end
        at += max(length, 1)


def _phone_at(text: str, run: Sequence[Atom], at: int) -> int:
    """How many atoms from here are a telephone number; 0 if none are."""
    best = 0
    for length, digits in enumerate(accumulate(len(atom.digits) for atom in run[at:]), 1):
        if digits > _LONGEST:
            break
        if digits >= _SHORTEST and _is_phone(text, run, at, at + length):
            best = length
    return best


def _is_phone(text: str, run: Sequence[Atom], begin: int, stop: int) -> bool:
    atoms = run[begin:stop]
    sure = shape_of(atoms)
    if sure is Sure.NO or (sure is not Sure.ALWAYS and _is_in_code(text, run)):
        return False
    if sure is Sure.ALWAYS:
        return not _goes_on(run, stop)
    context = context_of(text, run[0].start, run[-1].end)
    if sure is Sure.UNLESS_NAMED:
        return context is not Context.NAME and not _goes_on(run, stop)
    return context is Context.CALL and begin == 0 and stop == len(run)


def _is_in_code(text: str, run: Sequence[Atom]) -> bool:
    """Whether letters are tied to the digits, as in AB-0612345678 or 06123-45678-A."""
    return bool(_TIED_BEFORE.search(text, max(0, run[0].start - 2), run[0].start)) or bool(
        _TIED_AFTER.match(text, run[-1].end)
    )


def _goes_on(run: Sequence[Atom], stop: int) -> bool:
    """Whether more digits follow that look like more of the same number."""
    rest = run[stop:]
    return bool(rest) and not rest[0].is_spoken and rest[0].start - run[stop - 1].end < 2 and not rest[0].plus
