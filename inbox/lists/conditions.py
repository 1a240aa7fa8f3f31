"""What filters mean to the database."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from connectors.models import Account
from inbox.lists.filters import ME, NOBODY, Filters, LastWord, Left, Solved
from inbox.models import MessageDirection, Order, Status, User
from inbox.models.ticket import NOT_LISTED, due_before
from inbox.orders.states import PLAIN_STATE, OrderState, in_state
from inbox.people.zones import zone_of
from inbox.tickets.topics import called_alike

_PLAIN = ("account", "channel", "status", "kind", "level", "language")
"""Fields that are columns of the same name."""
WAITS = Q(needs_reply=True)
WAITS_OF_A_PART = Q(Exact(Coalesce("needs_reply", Value(False)), True))  # noqa: FBT003
"""The same, said so that PostgreSQL does not reckon with it: where few or none of a part wait, such as an account's, it
would take those who wait to be spread over all parts, and go through every one of them. The index by that part is as
well sorted.
"""


def condition(filters: Filters, *, user: User, now: datetime, waits: Q = WAITS) -> Q:
    """What a ticket must be like, but for the view and the words.

    user: who "me" is, and in whose zone a day ends. waits: how it is said that somebody waits.
    """
    wanted = Q()
    for name in _PLAIN:
        if values := getattr(filters, name):
            wanted &= Q(**{f"{name}__in": values})
    if filters.topic:
        wanted &= Q(topic__in=[code for topic in filters.topic for code in called_alike(topic)])
    if filters.marketplace:
        wanted &= Q(account__in=_accounts_at(filters.marketplace))
    if filters.tag:
        wanted &= Q(tags__overlap=list(filters.tag))
    if filters.assignee:
        wanted &= _assigned(filters.assignee, user)
    if filters.left:
        wanted &= _time_left(Left(filters.left), waits, zone=zone_of(user), now=now)
    if filters.last:
        wanted &= Q(last_direction=_DIRECTIONS[LastWord(filters.last)])
    if filters.solved:
        wanted &= _solved(Solved(filters.solved), now)
    if filters.claim:
        wanted &= Q(has_open_claim=True)
    if filters.order:
        wanted &= _order_in(filters.order, now)
    return wanted


def listed(*asked: Filters) -> Q:
    """Spam and merged tickets stay out, unless one of these filters names a status."""
    return Q() if any(filters.status for filters in asked) else ~Q(status__in=NOT_LISTED)


_DIRECTIONS = {LastWord.OURS: MessageDirection.OUT, LastWord.BUYER: MessageDirection.IN}


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The midnight that follows `now` there."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)


def _accounts_at(marketplaces: Iterable[str]) -> QuerySet[Account, Any]:
    return Account.objects.filter(marketplace__in=marketplaces).values("id")


def _assigned(assignees: Iterable[str], user: User) -> Q:
    ids = [user.pk if value == ME else int(value) for value in assignees if value != NOBODY]
    wanted = Q(assignee__in=ids)
    return wanted | Q(assignee=None) if NOBODY in assignees else wanted


def _time_left(left: Left, waits: Q, *, zone: ZoneInfo, now: datetime) -> Q:
    if left == Left.NONE:
        return Q(needs_reply=False)
    if left == Left.ANY:
        return waits
    if left == Left.LATE:
        return WAITS_OF_A_PART & due_before(now)
    tonight = end_of_day(now, zone)
    if left == Left.TODAY:
        return WAITS_OF_A_PART & due_before(tonight)
    return WAITS_OF_A_PART & due_before(end_of_day(tonight, zone)) & Q(queue_at__gte=tonight)


def _solved(solved: Solved, now: datetime) -> Q:
    edge = now - settings.ARCHIVE_AFTER
    at = Q(solved_at__lt=edge) if solved == Solved.ARCHIVED else Q(solved_at__gte=edge)
    return Q(status=Status.SOLVED) & at


def _order_in(states: Iterable[str], now: datetime) -> Q:
    """Orders are a ticket's as inbox/tickets/about.py says: by number, and by channel where both name one."""
    wanted = [OrderState(state) for state in states]
    ticket_channel = ExpressionWrapper(OuterRef("channel"), output_field=CharField())
    like = reduce(or_, (in_state(state, now=now) for state in wanted))
    orders = (
        Order.objects.alias(plain_state=PLAIN_STATE, ticket_channel=ticket_channel)
        .filter(account=OuterRef("account"), external_id=OuterRef("order_id"))
        .filter(Q(ticket_channel="") | Q(channel="") | Q(channel=F("ticket_channel")))
    )
    known = ~Q(order_id="") & Q(Exists(orders.filter(like)))
    return known | Q(order_id="") if OrderState.NONE in wanted else known
