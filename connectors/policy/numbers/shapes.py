"""How telephone numbers look: in France, in its neighbours, and with a country's number before them.

Sources: Arcep, plan de numérotation (0 and nine digits, in pairs); ITU-T E.164 (at most 15 digits after the plus);
numbering plans of the United Kingdom, Germany, Spain, Italy, Belgium, Switzerland. Read 2026-11.
"""

from collections.abc import Sequence
from enum import Enum

from connectors.policy.numbers.atoms import Atom

_ENOUGH_SPOKEN = 4
_NATIONAL = {
    "33": (9, 9), "32": (8, 9), "34": (9, 9), "39": (8, 11), "41": (9, 9), "44": (9, 10), "49": (9, 11), "31": (9, 9),
    "352": (6, 9), "351": (9, 9), "48": (9, 9), "43": (8, 12), "377": (8, 9),
}  # fmt: skip
"""Digits after the country's number."""


class Sure(Enum):
    """Whatever stands beside it; unless the words call it something else; only where they speak of calling."""

    ALWAYS = "always"
    UNLESS_NAMED = "unless named"
    IF_CALLED = "if called"
    NO = "no"


def shape_of(atoms: Sequence[Atom]) -> Sure:
    """How sure these atoms, all of them together, are a telephone number. Seven to sixteen digits."""
    digits, groups = "".join(atom.digits for atom in atoms), [len(atom.digits) for atom in atoms]
    if atoms[0].plus or digits.startswith("00"):
        return _international(digits.removeprefix("00"), has_plus=atoms[0].plus, is_one_group=len(groups) == 1)
    if len(groups) == 1:
        return _unbroken(digits)
    if sum(atom.is_spoken for atom in atoms) >= _ENOUGH_SPOKEN and 8 <= len(digits) <= 14:
        return Sure.ALWAYS
    if _is_grouped(digits, groups):
        return Sure.ALWAYS if groups[0] <= 4 and len(digits) <= 10 else Sure.UNLESS_NAMED
    if _with_country(digits, groups) or _is_abroad(digits, groups):
        return Sure.UNLESS_NAMED
    return Sure.IF_CALLED if max(groups) <= 8 and len(digits) <= 12 else Sure.NO


def _international(digits: str, *, has_plus: bool, is_one_group: bool) -> Sure:
    if not 8 <= len(digits) <= 15 or digits.startswith("0"):
        return Sure.NO
    for country, (least, most) in _NATIONAL.items():
        if digits.startswith(country):
            national = digits.removeprefix(country)
            national = national.removeprefix("0") if country != "39" else national
            return Sure.ALWAYS if least <= len(national) <= most else Sure.NO
    if has_plus:
        return Sure.ALWAYS if len(digits) >= 9 else Sure.NO
    return Sure.IF_CALLED if is_one_group else Sure.UNLESS_NAMED


def _unbroken(digits: str) -> Sure:
    """Ten digits with a zero first are French; eleven that begin with 336 or 337 a mobile with its country."""
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        return Sure.UNLESS_NAMED
    if len(digits) == 11 and digits.startswith(("336", "337", "07")):
        return Sure.UNLESS_NAMED
    return Sure.IF_CALLED if 8 <= len(digits) <= 12 else Sure.NO


def _is_grouped(digits: str, groups: Sequence[int]) -> bool:
    """A national number with a zero first, in groups of its own country."""
    if digits[0] != "0" or digits[1] == "0" or max(groups) > 8:
        return False
    if len(digits) == 10:
        return True
    if len(digits) == 9:
        return groups in ([2, 3, 2, 2], [2, 3, 4], [2, 3, 3, 1], [3, 2, 2, 2], [3, 6])
    if len(digits) == 11:
        return groups[0] in (3, 4, 5)
    return len(digits) == 12 and groups[0] in (3, 4) and len(groups) <= 3


def _with_country(digits: str, groups: Sequence[int]) -> bool:
    """A country's number without its plus, then a national one: 33 6 12 34 56 78, 33 (0) 612345678."""
    country, national = digits[: groups[0]], digits[groups[0] :]
    if country not in _NATIONAL or len(groups) < 3:
        return False
    least, most = _NATIONAL[country]
    if groups[1] == 1 and national[0] == "0":
        return least <= len(national) - 1 <= most and national[1] != "0"
    return least <= len(national) <= most and national[0] != "0" and max(groups[1:]) < 8


def _is_abroad(digits: str, groups: Sequence[int]) -> bool:
    """Spanish, Italian, Portuguese and American numbers have no zero first."""
    if len(digits) == 9 and digits[0] in "679":
        return groups in ([3, 3, 3], [3, 2, 2, 2])
    if len(digits) == 10 and digits[0] == "3":
        return groups in ([3, 7], [3, 3, 4], [3, 3, 2, 2], [3, 2, 2, 3])
    return len(digits) == 10 and digits[0] in "23456789" and groups == [3, 3, 4]
