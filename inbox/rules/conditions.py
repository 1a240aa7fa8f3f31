"""The grammar of conditions, and what they say of facts: pure, without the database.

All groups must hold; of the tests of a group, one. Each test may be turned round. So every AND, OR and NOT can be said:
{"all": [{"any": [{"field": "topic", "op": "is", "values": ["delivery"], "not": false}]}]}.

A fact that is missing (None: no order, no rating) makes a test false, turned round or not; only KNOWN tells.
Words are compared without case and accents; CONTAINS finds a value where a word begins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Self

from django.utils.translation import gettext as _

from inbox.rules.errors import BadRule
from inbox.rules.fields import FIELDS, OPS, Kind, Op
from inbox.search.grammar import plain

Facts = Mapping[str, Any]
"""By name of a field: texts, Decimals, booleans, tuples of texts; None = there is no such fact."""
Value = str | Decimal | bool

MOST_GROUPS = 20
MOST_TESTS = 20
MOST_VALUES = 50
LONGEST_VALUE = 200
_BETWEEN_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Test:
    """One comparison. values: any of them; none for KNOWN."""

    field: str
    op: Op
    values: tuple[Value, ...] = ()
    negated: bool = False

    def holds(self, facts: Facts) -> bool:
        fact = facts.get(self.field)
        if self.op == Op.KNOWN:
            return (fact not in (None, "", ())) != self.negated
        return fact is not None and any(self._fits(fact, value) for value in self.values) != self.negated

    def _fits(self, fact: Any, value: Value) -> bool:
        if isinstance(fact, tuple):
            return any(self._fits(one, value) for one in fact)
        if self.op == Op.ABOVE:
            return bool(fact > value)
        if self.op == Op.BELOW:
            return bool(fact < value)
        if self.op == Op.CONTAINS:
            return _words(str(value)).rstrip() in _words(fact)
        return plain(fact) == plain(str(value)) if isinstance(fact, str) else bool(fact == value)


@dataclass(frozen=True)
class Conditions:
    """groups: all must hold; none = every ticket fits."""

    groups: tuple[tuple[Test, ...], ...] = ()

    def hold_for(self, facts: Facts) -> bool:
        return all(any(test.holds(facts) for test in group) for group in self.groups)

    @property
    def fields(self) -> frozenset[str]:
        """What must be known to say whether they hold."""
        return frozenset(test.field for group in self.groups for test in group)

    def settle(self, field: str) -> bool:
        """Whether they hold only for some values of it that they name."""
        return any(
            all(test.field == field and test.op == Op.IS and not test.negated for test in group)
            for group in self.groups
        )

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        """Read what as_spec() writes. Raises BadRule naming the part that cannot be."""
        if set(spec) - {"all"}:
            raise BadRule("conditions", _("Conditions are given as “all”, a list of groups."))
        groups = _list(spec.get("all", []), "conditions.all", MOST_GROUPS)
        return cls(tuple(_group(group, f"conditions.all.{place}") for place, group in enumerate(groups)))

    def as_spec(self) -> dict[str, Any]:
        """Write them as JSON: what a rule stores and the API shows."""
        return {"all": [{"any": [_test_spec(test) for test in group]} for group in self.groups]} if self.groups else {}


@lru_cache(maxsize=512)
def _words(text: str) -> str:
    """In plain letters, one space before each word and one behind the last.

    Remembered, since one text is compared with several values, and one value with many texts.
    """
    return f" {_BETWEEN_WORDS.sub(' ', plain(text)).strip()} "


def _group(spec: Any, where: str) -> tuple[Test, ...]:
    if not isinstance(spec, Mapping) or set(spec) != {"any"}:
        raise BadRule(where, _("A group is given as “any”, a list of conditions."))
    tests = _list(spec["any"], f"{where}.any", MOST_TESTS)
    if not tests:
        raise BadRule(where, _("A group needs a condition."))
    return tuple(_test(test, f"{where}.any.{place}") for place, test in enumerate(tests))


def _test(spec: Any, where: str) -> Test:
    if not isinstance(spec, Mapping) or set(spec) - {"field", "op", "values", "not"}:
        raise BadRule(where, _("A condition has “field”, “op”, “values” and “not”."))
    name, negated = spec.get("field"), spec.get("not", False)
    if not isinstance(name, str) or name not in FIELDS:
        raise BadRule(f"{where}.field", _("“%(name)s” is nothing a condition can look at.") % {"name": name})
    field = FIELDS[name]
    if spec.get("op") not in OPS[field.kind]:
        raise BadRule(f"{where}.op", _("“%(field)s” cannot be compared like that.") % {"field": field.label})
    if not isinstance(negated, bool):
        raise BadRule(f"{where}.not", _("This must be true or false."))
    op = Op(spec["op"])
    given = _list(spec.get("values", []), f"{where}.values", MOST_VALUES)
    if bool(given) == (op == Op.KNOWN):
        raise BadRule(f"{where}.values", _("“%(field)s” needs something to compare with.") % {"field": field.label})
    return Test(name, op, tuple(_value(one, field.kind, f"{where}.values") for one in given), negated)


def _value(given: Any, kind: Kind, where: str) -> Value:
    if kind == Kind.FLAG:
        if isinstance(given, bool):
            return given
        raise BadRule(where, _("This must be true or false."))
    if kind == Kind.NUMBER:
        return _number(given, where)
    if isinstance(given, str) and 0 < len(given.strip()) <= LONGEST_VALUE and "\x00" not in given:
        return given.strip()
    raise BadRule(where, _("A value is empty or too long."))


def _number(given: Any, where: str) -> Decimal:
    try:
        number = Decimal(str(given)) if isinstance(given, int | float | str) and not isinstance(given, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number) > Decimal(10) ** 9:
        raise BadRule(where, _("A number is wanted here."))
    return number


def _list(given: Any, where: str, most: int) -> Sequence[Any]:
    if not isinstance(given, list | tuple) or len(given) > most:
        raise BadRule(where, _("This must be a list of at most %(most)d values.") % {"most": most})
    return given


def _test_spec(test: Test) -> dict[str, Any]:
    values = [_plain_number(value) if isinstance(value, Decimal) else value for value in test.values]
    return {"field": test.field, "op": test.op.value, "values": values, "not": test.negated}


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
