"""A rule in words: what it waits for, of which tickets, what it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.models import Happening, Rule, Since
from inbox.rules.actions.registry import ACTIONS
from inbox.rules.conditions import Conditions, Test
from inbox.rules.fields import FIELDS, Kind, Op
from inbox.views.lists.filter_fields import Offer
from inbox.views.rules.rule_choices import choices_of_action, choices_of_field, is_typed
from inbox.views.rules.rule_lines import op_words


def when_words(rule: Rule) -> str:
    """What it waits for."""
    if rule.happening != Happening.TIME:
        return str(Happening(rule.happening).label)
    hours = rule.hours or 0
    return ngettext("%(n)d hour %(since)s", "%(n)d hours %(since)s", hours) % {
        "n": hours,
        "since": Since(rule.since).label,
    }


def condition_words(rule: Rule, offer: Offer) -> str:
    """All its conditions; what is said of every ticket where it has none."""
    groups = Conditions.from_spec(rule.conditions).groups
    said = [_(" or ").join(_test_words(test, offer) for test in group) for group in groups]
    return _("; ").join(said) or _("every ticket")


def action_words(rule: Rule, offer: Offer) -> str:
    """All it does, in order."""
    return _("; ").join(step_words(step["do"], step["value"], offer) for step in rule.actions)


def step_words(do: str, wish: Any, offer: Offer) -> str:
    """One action with what it was given."""
    names = None if is_typed(do) else dict(choices_of_action(do, offer))
    if isinstance(wish, dict):
        return labelled(do, f"{_chosen(names, wish['template'])}, {_after(wish['minutes'])}")
    values = [str(value) for value in (wish if isinstance(wish, list) else [wish])]
    return labelled(do, ", ".join(_chosen(names, value) for value in values))


def labelled(do: str, said: object) -> str:
    """What is said of an action behind its name."""
    return _("%(label)s: %(said)s") % {"label": ACTIONS[do].label, "said": said}


def _chosen(names: Mapping[str, str] | None, value: str) -> str:
    """names: of what can be chosen; None where it is typed."""
    if names is not None and value not in names:
        return _("one that is not there any more")
    return _quoted([names[value] if names else value])


def _after(minutes: int) -> str:
    return ngettext("after %(n)d minute", "after %(n)d minutes", minutes) % {"n": minutes}


def _test_words(test: Test, offer: Offer) -> str:
    kind = FIELDS[test.field].kind
    said = f"{FIELDS[test.field].label} {op_words(test.op, kind, negated=test.negated)}"
    if test.op == Op.KNOWN:
        return said
    if kind == Kind.FLAG:
        return f"{said} {_('yes') if test.values[0] else _('no')}"
    names = dict(choices_of_field(test.field, offer)) if kind == Kind.CHOICE else {}
    return f"{said} {_quoted([names.get(str(value), str(value)) for value in test.values])}"


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(_("“%(value)s”") % {"value": value[:80]} for value in values)
