"""Waits of buyers (response cycles) as rows of a file: what is stored of each, nothing reckoned."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, IntegerField, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.accounts.sales_channels import channel_name
from inbox.models import ResponseCycle, User
from inbox.models.cycle import EndReason, Target
from inbox.tickets.topics import name_of_topic
from kpis.export.table import Cell
from kpis.figures.question import NOBODY, Question
from kpis.figures.scope import asked_people

WAIT_COLUMNS: Sequence[Callable[[], str]] = (
    lambda: _("Ticket"),
    lambda: _("Wait"),
    lambda: _("Marketplace"),
    lambda: _("Account"),
    lambda: _("Sales channel"),
    lambda: _("Agent"),
    lambda: _("Language"),
    lambda: _("Topic"),
    lambda: _("Level"),
    lambda: _("First or next answer"),
    lambda: _("Buyer wrote"),
    lambda: _("Due at the marketplace"),
    lambda: _("Marketplace’s clock stopped"),
    lambda: _("Due by your own clock"),
    lambda: _("Acknowledged"),
    lambda: _("Answered"),
    lambda: _("Ended"),
    lambda: _("How it ended"),
    lambda: _("Came in late"),
)
_MOMENTS = (
    "opened_at",
    "due_at",
    "marketplace_ended_at",
    "company_due_at",
    "acknowledged_at",
    "answered_at",
    "ended_at",
)
_CHUNK = 2000


def wait_rows(question: Question, *, accounts: Sequence[int]) -> Iterator[list[Cell]]:
    """Those that began in the period, in their order, read as they are asked for; moments in the question's zone."""
    zone = ZoneInfo(question.zone)
    known = {account.pk: account for account in Account.objects.defer("credentials", "identity")}
    people = {user.pk: str(user) for user in User.objects.all()}
    ends, targets = dict(EndReason.choices), dict(Target.choices)
    for row in _waits(question, accounts).iterator(_CHUNK):
        account = known[row["account"]]
        at = {name: row[name].astimezone(zone) if row[name] else None for name in _MOMENTS}
        yield [
            row["ticket_id"],
            row["number"],
            account.connector_class.label,
            account.name,
            channel_name(account, row["channel"]),
            people.get(row["agent"] or 0, ""),
            row["language"],
            name_of_topic(row["topic"]),
            row["level"],
            str(targets[row["target"]]),
            *(at[name] for name in _MOMENTS),
            str(ends.get(row["end_reason"], row["end_reason"])),
            _("yes") if row["late_at_arrival"] else "",
        ]


def _waits(question: Question, accounts: Sequence[int]) -> Any:
    """A query of dicts. agent: who answered, else whose ticket it is, as in the figures."""
    asked = asked_people(question)
    found = ResponseCycle.objects.annotate(
        account=F("ticket__account"),
        channel=F("ticket__channel"),
        language=F("ticket__language"),
        topic=F("ticket__topic"),
        level=Coalesce("ticket__level", 1, output_field=IntegerField()),
        agent=Coalesce("answered_by__user", "ticket__assignee"),
    ).filter(account__in=accounts, opened_at__gte=question.begins_at, opened_at__lt=question.ends_at)
    narrowed = {
        "channel": asked.channels,
        "language": asked.languages,
        "topic": asked.topics,
        "level": asked.levels,
        "ticket__kind": asked.kinds,
    }
    if asked.agents:
        found = found.filter(Q(agent__in=asked.agents) | (Q(agent=None) if NOBODY in asked.agents else Q()))
    found = found.filter(**{f"{name}__in": values for name, values in narrowed.items() if values})
    columns = ("account", "channel", "language", "topic", "level", "agent")
    stored = ("ticket_id", "number", "target", "end_reason", "late_at_arrival", *_MOMENTS)
    return found.order_by("opened_at", "pk").values(*stored, *columns)
