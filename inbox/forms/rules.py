"""What a person typed into the page of a rule, as far as it goes, and the buttons that add or drop a line of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from connectors.text import storable
from inbox.models import Happening, Rule
from inbox.models.rule import LONGEST_FOLDER, LONGEST_RULE_NAME
from inbox.rules.actions.action import Entry
from inbox.rules.actions.registry import ACTIONS, steps_of
from inbox.rules.conditions import Conditions
from inbox.rules.fields import FIELDS, OPS, Kind, Op
from inbox.rules.keeping import RuleDraft

AND, OR = "and", "or"
NOT = "not-"
"""Before an op: the comparison is turned round."""


@dataclass(frozen=True)
class TypedTest:
    """One line of the conditions. join: OR belongs to the line before, AND begins a group. op: with NOT before it."""

    field: str
    op: str
    values: tuple[str, ...] = ()
    join: str = AND


@dataclass(frozen=True)
class TypedStep:
    """One line of the actions."""

    do: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedRule:
    """A rule on its way; right only as far as draft() says."""

    name: str = ""
    folder: str = ""
    happening: str = Happening.MESSAGE
    since: str = ""
    hours: str = ""
    active: bool = False
    stops: bool = False
    tests: tuple[TypedTest, ...] = ()
    steps: tuple[TypedStep, ...] = ()

    def draft(self) -> RuleDraft:
        """Raises BadRule about a part; line_of() says in which line it stands."""
        return RuleDraft(
            name=self.name,
            folder=self.folder,
            happening=self.happening,
            since=self.since,
            hours=int(self.hours) if self.hours.isdecimal() and len(self.hours) < 6 else None,
            active=self.active,
            stops=self.stops,
            conditions=Conditions.from_spec({"all": [{"any": group} for group in self._groups()]}),
            steps=steps_of([{"do": step.do, "value": _wish(step)} for step in self.steps]),
        )

    def line_of(self, part: str) -> tuple[str, int] | None:
        """("test", 2) or ("step", 0) for the part of a BadRule; None for one that stands in no line."""
        words = part.split(".")
        if words[0] == "actions" and len(words) > 1:
            return "step", int(words[1])
        if words[0] == "conditions" and len(words) > 2:
            sizes = [len(group) for group in self._groups()[: int(words[2])]]
            return "test", sum(sizes) + (int(words[4]) if len(words) > 4 else 0)
        return None

    def pressed(self, button: str, *, new_test: str, new_step: str) -> "TypedRule":
        """After a button that adds or drops a line; unchanged by any other."""
        what, _dash, place = button.rpartition("-")
        if button == "add-test" and new_test in FIELDS:
            op = OPS[FIELDS[new_test].kind][0]
            return replace(self, tests=(*self.tests, TypedTest(new_test, op)))
        if button == "add-step" and new_step in ACTIONS:
            return replace(self, steps=(*self.steps, TypedStep(new_step)))
        if what == "drop-test" and place.isdecimal():
            return replace(self, tests=_without(self.tests, int(place)))
        if what == "drop-step" and place.isdecimal():
            return replace(self, steps=_without(self.steps, int(place)))
        return self

    def _groups(self) -> list[list[dict[str, Any]]]:
        groups: list[list[dict[str, Any]]] = []
        for test in self.tests:
            if test.join != OR or not groups:
                groups.append([])
            groups[-1].append(_test_spec(test))
        return groups


def typed_of(rule: Rule) -> TypedRule:
    """A stored rule, to be changed."""
    conditions = Conditions.from_spec(rule.conditions)
    return TypedRule(
        name=rule.name,
        folder=rule.folder,
        happening=rule.happening,
        since=rule.since,
        hours=str(rule.hours or ""),
        active=rule.active,
        stops=rule.stops,
        tests=tuple(
            TypedTest(
                field=test.field,
                op=f"{NOT if test.negated else ''}{test.op}",
                values=tuple(_typed_value(value) for value in spec["values"]),
                join=OR if place else AND,
            )
            for group, specs in zip(conditions.groups, conditions.as_spec().get("all", []), strict=True)
            for place, (test, spec) in enumerate(zip(group, specs["any"], strict=True))
        ),
        steps=tuple(TypedStep(step["do"], _typed_wish(step["value"])) for step in rule.actions),
    )


def typed_from(given: QueryDict) -> TypedRule:
    """Read the page's form: each line under its number, in the order in which they stand."""

    def text(name: str, most: int) -> str:
        return storable(given.get(name, "")).strip()[:most]

    return TypedRule(
        name=text("name", LONGEST_RULE_NAME),
        folder=text("folder", LONGEST_FOLDER),
        happening=text("happening", 20),
        since=text("since", 20),
        hours=text("hours", 10),
        active="active" in given,
        stops="stops" in given,
        tests=tuple(
            TypedTest(
                field=given.get(f"test-{line}-field", ""),
                op=given.get(f"test-{line}-op", ""),
                values=_given_values(given, f"test-{line}-value"),
                join=given.get(f"test-{line}-join", AND),
            )
            for line in given.getlist("test")
            if given.get(f"test-{line}-field", "") in FIELDS
        ),
        steps=tuple(
            TypedStep(given.get(f"step-{line}-do", ""), _given_values(given, f"step-{line}-value"))
            for line in given.getlist("step")
            if given.get(f"step-{line}-do", "") in ACTIONS
        ),
    )


def _given_values(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(text for value in given.getlist(name) if (text := storable(value).strip()))


def _test_spec(test: TypedTest) -> dict[str, Any]:
    kind, negated = FIELDS[test.field].kind, test.op.startswith(NOT)
    op = test.op.removeprefix(NOT)
    values = () if op == Op.KNOWN else test.values
    return {"field": test.field, "op": op, "values": [*_values(values, kind)], "not": negated}


def _values(typed: Sequence[str], kind: Kind) -> Sequence[Any]:
    """Words and numbers may be several, with commas between them."""
    if kind == Kind.FLAG:
        return [value == "yes" for value in typed]
    if kind == Kind.CHOICE:
        return typed
    parts = [part.strip() for value in typed for part in value.split(";" if kind == Kind.NUMBER else ",")]
    return [part.replace(",", ".") if kind == Kind.NUMBER else part for part in parts if part]


def _typed_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _wish(step: TypedStep) -> Any:
    entry = ACTIONS[step.do].entry
    if entry == Entry.SOME:
        return list(step.values)
    if entry == Entry.LATER:
        template, minutes = (*step.values, "", "")[:2]
        return {"template": template, "minutes": minutes or "0"}
    return step.values[0] if step.values else ""


def _typed_wish(wish: Any) -> tuple[str, ...]:
    if isinstance(wish, dict):
        return str(wish["template"]), str(wish["minutes"])
    return tuple(map(str, wish)) if isinstance(wish, list) else (str(wish),)


def _without(lines: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return lines[:place] + lines[place + 1 :]
