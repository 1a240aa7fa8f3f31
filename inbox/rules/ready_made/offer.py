"""The ready-made rules: what each waits for and does, and adding one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.errors import InboxError
from inbox.models import Happening, Rule, Since, User
from inbox.orders.states import OrderState
from inbox.rules import keeping
from inbox.rules.actions.registry import steps_of
from inbox.rules.conditions import Conditions
from inbox.rules.keeping import RuleDraft
from inbox.rules.ready_made.texts import bodies_of
from inbox.understanding.classification import Topic
from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.versions import About, Content


@dataclass(frozen=True)
class ReadyMade:
    """code: stored with the rule; it stays. template: the code of the one it answers from, ours or of the library.

    hours_late: it waits so long since an order was promised; 0 = it waits for a buyer's message.
    """

    code: str
    name: str | Promise
    help: str | Promise
    action: str
    template: str
    minutes: int
    tests: Sequence[Mapping[str, Any]] = ()
    hours_late: int = 0

    @property
    def waits(self) -> Mapping[str, Any]:
        """What the rule waits for, as RuleDraft has it."""
        if not self.hours_late:
            return {"happening": Happening.MESSAGE}
        return {"happening": Happening.TIME, "since": Since.PROMISED, "hours": self.hours_late}


_WHERE_IS_IT: Final = (
    {"field": "topic", "op": "is", "values": [Topic.DELIVERY]},
    {"field": "message_number", "op": "is", "values": [1]},
    {"field": "claim", "op": "is", "values": [False]},
    {"field": "order", "op": "is", "values": [OrderState.OVERDUE], "not": True},
)
READY_MADE: Final[Mapping[str, ReadyMade]] = {
    one.code: one
    for one in (
        ReadyMade(
            code="out-of-hours",
            name=_("Acknowledge outside working hours"),
            help=_("A buyer who writes while nobody works is told, in his language, that his message is there."),
            action="acknowledge",
            template="out-of-hours",
            minutes=2,
            tests=({"field": "working_hours", "op": "is", "values": [False]},),
        ),
        ReadyMade(
            code="on-its-way",
            name=_("Where is my order: it is on its way"),
            help=_("Answers with carrier, tracking number and promised day, unless the parcel is late."),
            action="answer",
            template="delivery-on-its-way",
            minutes=10,
            tests=(
                *_WHERE_IS_IT,
                {"field": "order", "op": "is", "values": [OrderState.SHIPPED]},
                {"field": "tracked", "op": "is", "values": [True]},
            ),
        ),
        ReadyMade(
            code="not-shipped-yet",
            name=_("Where is my order: it is being prepared"),
            help=_("Answers with the day by which it leaves, unless it is late."),
            action="answer",
            template="delivery-not-shipped-yet",
            minutes=10,
            tests=(*_WHERE_IS_IT, {"field": "order", "op": "is", "values": [OrderState.TO_SHIP]}),
        ),
        ReadyMade(
            code="late-order",
            name=_("Late order: write first"),
            help=_("A day after the promised day, the buyer is told first, where the marketplace lets the shop write."),
            action="write_first",
            template="late-order",
            minutes=10,
            hours_late=24,
        ),
    )
}


class TemplateGone(InboxError):
    def __str__(self) -> str:
        return str(_("The template that this rule answers from is not published any more. Publish it first."))


def not_added() -> list[ReadyMade]:
    """Those that the shop does not have yet."""
    added = set(Rule.objects.exclude(ready_made="").values_list("ready_made", flat=True))
    return [one for code, one in READY_MADE.items() if code not in added]


def add(ready_made: ReadyMade, *, by: User, now: datetime) -> Rule:
    """The rule, switched off, under its name in the language of who adds it. The one that is there, if it is.

    Raises TemplateGone.
    """
    with transaction.atomic():
        rule = Rule.objects.filter(ready_made=ready_made.code).first()
        if rule is not None:
            return rule
        value = {"template": str(_template(ready_made, by=by, now=now).pk), "minutes": ready_made.minutes}
        draft = RuleDraft(
            name=str(ready_made.name),
            **ready_made.waits,
            steps=steps_of([{"do": ready_made.action, "value": value}]),
            conditions=Conditions.from_spec({"all": [{"any": [test]} for test in ready_made.tests]}),
        )
        return keeping.keep(Rule(ready_made=ready_made.code), draft, by=by, now=now)


def _template(ready_made: ReadyMade, *, by: User, now: datetime) -> ReplyTemplate:
    found = ReplyTemplate.objects.filter(ready_made=ready_made.template).first()
    if found is None and (bodies := bodies_of(ready_made.template)):
        found = versions.make(
            About(name=str(ready_made.name)), Content(bodies), by=by, now=now, ready_made=ready_made.template
        )
        versions.publish(versions.newest(found))
    if found is None or not ReplyTemplate.objects.usable().filter(pk=found.pk).exists():
        raise TemplateGone
    return found
