"""The page of one rule: what was typed, what is wrong with it, what it would have done."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from inbox.forms.rules import TypedRule
from inbox.models import Happening, Rule, Since
from inbox.rules.actions.registry import ACTIONS
from inbox.rules.dry_run import DryRun
from inbox.rules.errors import BadRule
from inbox.rules.fields import FIELDS
from inbox.views.offer import offer_of
from inbox.views.request import Request
from inbox.views.rules.rule_lines import step_lines, test_lines


@dataclass(frozen=True)
class Page:
    """typed: None = a new rule. added: the button that was pressed, if it changed a line. tried: on the past."""

    typed: TypedRule | None
    added: str = ""
    problem: BadRule | None = None
    tried: DryRun | None = None


def editor(request: Request, rule: Rule | None, page: Page) -> HttpResponse:
    """Render it. 422 if what was typed cannot be a rule."""
    typed, offer = page.typed or TypedRule(), offer_of(request)
    place = typed.line_of(page.problem.field) if page.problem else None
    wrong = {place[0]: (place[1], str(page.problem))} if place else {}
    context = {
        "rule": rule,
        "typed": typed,
        "title": rule.name if rule else _("New rule"),
        "tests": test_lines(typed, offer, problem=wrong.get("test"), is_new=page.added == "add-test"),
        "steps": step_lines(typed, offer, problem=wrong.get("step"), is_new=page.added == "add-step"),
        "happenings": Happening.choices,
        "sinces": Since.choices,
        "fields": [(name, field.label) for name, field in FIELDS.items()],
        "actions": [(name, action.label) for name, action in ACTIONS.items()],
        "folders": Rule.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True).distinct(),
        "problem": page.problem if not place else None,
        "tried": page.tried,
    }
    return render(request, "inbox/rule.html", context, status=422 if page.problem else 200)
