"""Looking first: what an action would do to which tickets. Nothing is changed by it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from inbox.many.action import Action, Turn, Wishes
from inbox.many.reasons import code_of
from inbox.models import BulkChange, BulkJob, ChangeState, Ticket, User

AT_ONCE = 500


def outlook(
    action: Action, wishes: Wishes, ticket_ids: Sequence[int], *, by: User, now: datetime
) -> Iterator[BulkChange]:
    """For each ticket, unsaved: whether it waits for the action or would be left alone, and why."""
    noted = action.remember(ticket_ids)
    for start in range(0, len(ticket_ids), AT_ONCE):
        ids = ticket_ids[start : start + AT_ONCE]
        tickets = Ticket.objects.visible_to(by).filter(id__in=ids).select_related("account").order_by("id")
        found = list(tickets.defer("account__credentials", "account__identity"))
        turns = [Turn(ticket, wishes, by, now, noted.get(ticket.pk, {})) for ticket in found]
        against = action.against(turns)
        for turn in turns:
            change = BulkChange(ticket=turn.ticket, noted=turn.noted)
            if error := against.get(turn.ticket.pk):
                change.state, change.code, change.reason = ChangeState.LEFT, code_of(error), str(error)
            yield change


def plan(action: Action, wishes: Wishes, ticket_ids: Sequence[int], *, by: User, now: datetime) -> BulkJob:
    """Keep the outlook as a job that somebody may start: exactly these tickets, whatever comes in meanwhile."""
    with transaction.atomic():
        job = BulkJob.objects.create(user=by, action=action.name, wishes=dict(wishes), made_at=now)
        changes = list(outlook(action, wishes, ticket_ids, by=by, now=now))
        for change in changes:
            change.job = job
        BulkChange.objects.bulk_create(changes, batch_size=1000)
    return job
