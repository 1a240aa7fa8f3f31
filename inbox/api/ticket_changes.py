"""Change a ticket: everything that was sent, or nothing."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from inbox.api.fields import STORABLE, Text
from inbox.api.problems import wrong_field
from inbox.api.ticket_out import PriorityWord
from inbox.api.ticket_verbs import person_for
from inbox.models import Status, Ticket, User
from inbox.models.ticket import Priority
from inbox.orders.errors import NoSuchOrder
from inbox.orders.matching import choose_order
from inbox.tickets import triage

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), STORABLE]


class TicketChanges(BaseModel):
    """What is left out stays as it is. assignee: a user's id or e-mail address; null takes it from everybody.

    order_id: the order that the ticket is about; null = none. It counts as chosen by a person, and stays.
    """

    model_config = ConfigDict(extra="forbid")

    status: Status = None  # type: ignore[assignment]
    assignee: StrictInt | Text | None = None
    priority: PriorityWord = None  # type: ignore[assignment]
    tags: list[Tag] = Field(default=None, max_length=50)  # type: ignore[arg-type]
    order_id: Text | None = None


def change_ticket(ticket: Ticket, changes: TicketChanges, *, by: User, now: datetime) -> None:
    """Raises ProblemError (422) for an assignee who does not exist or may not answer, and for no order number."""
    sent = changes.model_fields_set
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)
        if "assignee" in sent:
            wanted = changes.assignee
            to = person_for(locked, wanted, field="assignee") if wanted is not None else None
            triage.assign(locked, to=to, by=by, now=now)
        if "priority" in sent:
            triage.set_priority(locked, priority=Priority[changes.priority.upper()], by=by, now=now)
        if "tags" in sent:
            triage.set_tags(locked, tags=changes.tags, by=by, now=now)
        if "order_id" in sent:
            _choose_order(locked, changes.order_id or "", by=by, now=now)
        if "status" in sent:
            triage.set_status(locked, status=changes.status, by=by, now=now)


def _choose_order(ticket: Ticket, order_id: str, *, by: User, now: datetime) -> None:
    try:
        choose_order(ticket, order_id, by=by, now=now)
    except NoSuchOrder as error:
        raise wrong_field("order_id", "this cannot be an order number") from error
