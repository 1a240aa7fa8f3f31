"""Give new tickets to the people on duty: in turn, or by language and load. Off until a lead says otherwise.

A ticket that comes in while a rule is on is marked (Ticket.to_assign); a tick gives it to somebody. One worker at a
time does so, since it holds the rule's row: two never give the same ticket away, and each sees what the other has
given. While nobody on duty may see a ticket, it waits for somebody who may.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from inbox.alerts.occasions import notify_given
from inbox.changes import bump_on_commit
from inbox.models import AssignmentRule, EventKind, Role, Status, Ticket, TicketCount, TicketEvent, User, Way
from inbox.people.permissions import may_answer

AT_ONCE = 200


def is_on() -> bool:
    """Whether new tickets are to be given to somebody."""
    return AssignmentRule.objects.exclude(way=Way.OFF).exists()


def way_of_assignment() -> Way:
    rule = AssignmentRule.objects.first()
    return Way(rule.way) if rule else Way.OFF


def set_way(way: Way) -> None:
    """From now on. What is marked already is given away too; switched off, it stays with nobody."""
    with transaction.atomic():
        AssignmentRule.objects.update_or_create(pk=1, defaults={"way": way})
        if way == Way.OFF:
            Ticket.objects.filter(to_assign=True).update(to_assign=False)


def assign_new(now: datetime) -> int:
    """Give away what came in; return how many tickets found somebody. Nothing while another worker does it."""
    with transaction.atomic():
        rule = AssignmentRule.objects.select_for_update(skip_locked=True).exclude(way=Way.OFF).first()
        if rule is None:
            return 0
        people = people_on_duty()
        marked = Ticket.objects.filter(_seen_by_any(people), to_assign=True).order_by("id")[:AT_ONCE]
        tickets = list(marked.select_for_update(of=("self",), skip_locked=True))
        return _give(rule, tickets, people, now) if tickets else 0


def people_on_duty() -> list[User]:
    """Who gets new tickets, by id."""
    return [user for user in User.objects.filter(on_duty=True).order_by("id") if may_answer(user)]


def who_may_have(ticket: Ticket) -> QuerySet[User]:
    """The active people who may see the ticket."""
    active = User.objects.filter(is_active=True)
    blind = [user.pk for user in active.filter(role=Role.OUTSIDE) if not _may_see(user, ticket)]
    return active.exclude(pk__in=blind)


def loads_of(people: Collection[User]) -> Counter[int]:
    """How many open tickets each has, by user id: kept numbers, so that it costs the same however many there are."""
    mine = TicketCount.objects.filter(assignee__in=people, status=Status.OPEN).order_by()
    return Counter(dict(mine.values("assignee").annotate(all=Sum("n")).values_list("assignee", "all")))


def _give(rule: AssignmentRule, tickets: Sequence[Ticket], people: Sequence[User], now: datetime) -> int:
    loads = loads_of(people)
    events, given = [], []
    for ticket in tickets:
        if ticket.assignee_id is not None or ticket.status != Status.OPEN:
            ticket.to_assign = False
            continue
        able = [user for user in people if _may_see(user, ticket)]
        if not able:
            continue
        user = _in_turn(able, rule.last_id) if rule.way == Way.ROUND_ROBIN else _least_loaded(able, ticket, loads)
        rule.last, ticket.assignee, ticket.to_assign, ticket.updated_at = user, user, False, now
        loads[user.pk] += 1
        given.append(ticket)
        events.append(_event(ticket, user, rule.way, now))
    Ticket.objects.bulk_update(tickets, ["assignee", "to_assign", "updated_at"])
    TicketEvent.objects.bulk_create(events)
    rule.save(update_fields=["last"])
    notify_given(given, now=now)
    bump_on_commit([ticket.pk for ticket in given])
    return len(given)


def _seen_by_any(people: Sequence[User]) -> Q:
    """The tickets that at least one of them may see."""
    seen = Q(pk=None)
    for user in people:
        seen |= user.limits.of_tickets() if user.limits else ~Q(pk=None)
    return seen


def _may_see(user: User, ticket: Ticket) -> bool:
    return user.limits is None or user.limits.let_through(ticket)


def _in_turn(able: Sequence[User], last_id: int | None) -> User:
    """The next one behind whoever got the last ticket. able: by id."""
    return next((user for user in able if last_id is None or user.pk > last_id), able[0])


def _least_loaded(able: Sequence[User], ticket: Ticket, loads: Mapping[int, int]) -> User:
    """Of those who speak the buyer's language, if anybody does; who has said nothing of languages, speaks any."""
    fluent = [user for user in able if not ticket.language or ticket.language in user.speaks or not user.speaks]
    return min(fluent or able, key=lambda user: (loads[user.pk], user.pk))


def _event(ticket: Ticket, user: User, way: str, now: datetime) -> TicketEvent:
    after = {"value": user.pk, "way": way}
    return TicketEvent(ticket=ticket, at=now, kind=EventKind.ASSIGNED, before={"value": None}, after=after)
