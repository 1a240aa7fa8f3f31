"""Which solved tickets are to be asked about, and when: a tick writes a row for each, once."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from inbox.models import Delivery, Message, MessageDirection, Status, Survey, Ticket
from inbox.models.ticket import CLAIM
from inbox.surveys.choices import Choice, choices

BACK = timedelta(days=7)
"""So long ago a ticket may have been solved, so that nothing is left out while Guichet was down."""
AT_ONCE = 500


def plan_surveys(now: datetime) -> int:
    """Return how many were planned. Only conversations in which a person of the shop answered a buyer."""
    found = [
        survey
        for account_id, choice in choices().items()
        if choice.on_since is not None
        for survey in _planned(account_id, choice, on_since=choice.on_since, now=now)
    ]
    Survey.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _planned(account_id: int, choice: Choice, *, on_since: datetime, now: datetime) -> list[Survey]:
    said = Message.objects.filter(ticket=OuterRef("pk"), automatic=False)
    solved = Ticket.objects.filter(
        Exists(said.filter(direction=MessageDirection.IN)),
        Exists(said.filter(direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED)),
        ~Exists(Survey.objects.filter(ticket=OuterRef("pk"))),
        account=account_id,
        status=Status.SOLVED,
        solved_at__gt=max(on_since, now - BACK),
        buyer__erased_at=None,
    ).exclude(kind=CLAIM)
    rows = solved.order_by("-solved_at", "-id").values_list("pk", "solved_at")[:AT_ONCE]
    return [
        Survey(ticket_id=pk, account_id=account_id, solved_at=solved_at, due_at=solved_at + choice.delay)
        for pk, solved_at in rows
        if solved_at is not None
    ]
