"""What people are told of besides deadlines. Nobody is told of what he did himself, nor of what he may not see."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from connectors.models import Account, AccountState
from inbox.alerts.raising import NewAlert, raise_alerts
from inbox.models import AlarmKind, Alert, AlertKind, Delivery, Forward, Message, Ticket, User
from inbox.people.permissions import may_manage_accounts, may_see_accounts

PATIENCE = timedelta(minutes=15)


def notify_mentioned(ticket: Ticket, people: Iterable[User], *, by: User | None, now: datetime) -> None:
    """Somebody was named in a note."""
    _tell(AlertKind.MENTIONED, [ticket], people=people, by=by, now=now)


def notify_assigned(tickets: Sequence[Ticket], to: User | None, *, by: User | None, now: datetime) -> None:
    """The tickets are somebody's now."""
    _tell(AlertKind.ASSIGNED, tickets, people=[to] if to else [], by=by, now=now)


def notify_given(tickets: Iterable[Ticket], *, now: datetime) -> None:
    """New tickets found their people by themselves, who may see them; see inbox/tickets/assignment.py."""
    alerts = [NewAlert(it.assignee, AlertKind.ASSIGNED, ticket=it) for it in tickets if it.assignee]
    raise_alerts(alerts, now=now)


def notify_by_rule(ticket: Ticket, people: Iterable[User], *, rule: str, now: datetime) -> None:
    """A rule wants them to know of the ticket. rule: its name."""
    _tell(AlertKind.RULE, [ticket], people=people, by=None, now=now, note=rule[:100])


def notify_handed_over(ticket: Ticket, to: User, *, by: User, now: datetime) -> None:
    """The ticket is somebody's now, with a word about it."""
    _tell(AlertKind.HANDED_OVER, [ticket], people=[to], by=by, now=now)


def notify_reply(reply: Message, *, by: User | None, now: datetime) -> None:
    """A reply was refused, or nobody knows what became of it: its writer is told, unless he himself has said so."""
    kinds = {Delivery.REFUSED: AlertKind.REPLY_REFUSED, Delivery.UNSURE: AlertKind.REPLY_UNSURE}
    kind = kinds.get(Delivery(reply.delivery)) if reply.delivery else None
    if kind and reply.user is not None:
        _tell(kind, [reply.ticket], people=[reply.user], by=by, now=now)


def notify_forward_answered(forward: Forward, *, now: datetime) -> None:
    """A carrier or supplier wrote back: whoever asked him is told, and whose ticket it is."""
    people = [person for person in (forward.user, forward.ticket.assignee) if person is not None]
    _tell(AlertKind.FORWARD_ANSWERED, [forward.ticket], people=people, by=None, now=now)


def notify_forward_failed(forward: Forward, *, by: User | None, now: datetime) -> None:
    """A forwarded mail was refused, or nobody knows what became of it."""
    if forward.user is not None:
        _tell(AlertKind.FORWARD_FAILED, [forward.ticket], people=[forward.user], by=by, now=now)


def notify_discontent(marketplace: str, kind: AlarmKind, *, number: int, now: datetime) -> None:
    """Buyers there are discontent: the team is told, but for outside agents."""
    people = [person for person in User.objects.filter(is_active=True) if may_see_accounts(person)]
    note = f"{kind}:{marketplace}:{number}"
    raise_alerts([NewAlert(person, AlertKind.DISCONTENT, note=note) for person in people], now=now)


def notify_bad_answer(ticket: Ticket, *, rating: int, now: datetime) -> None:
    """A buyer who was asked is discontent: whose ticket it is is told, else the leads."""
    leads = (person for person in User.objects.filter(is_active=True) if may_manage_accounts(person))
    people = [ticket.assignee] if ticket.assignee else leads
    _tell(AlertKind.DISCONTENT, [ticket], people=people, by=None, now=now, note=f"survey::{rating}")


def notify_of_accounts(now: datetime) -> None:
    """Tell those who can put it right of every account that does not work: once for each time it stops working.

    One that fails tries again by itself, so it is given a while.
    """
    lasting = Q(state=AccountState.FAILING, state_since__lte=now - PATIENCE) | Q(state=AccountState.SIGN_IN)
    told = Alert.objects.filter(account=OuterRef("pk"), note=OuterRef("state"), at__gte=OuterRef("state_since"))
    broken = list(Account.objects.defer("credentials", "identity").filter(lasting).exclude(Exists(told)))
    if broken:
        people = [person for person in User.objects.filter(is_active=True) if may_manage_accounts(person)]
        alerts = [NewAlert(one, AlertKind.ACCOUNT, account=it, note=it.state) for it in broken for one in people]
        raise_alerts(alerts, now=now)


def _tell(
    kind: AlertKind,
    tickets: Sequence[Ticket],
    *,
    people: Iterable[User],
    by: User | None,
    now: datetime,
    note: str = "",
) -> None:
    told = {person.pk: person for person in people if person.is_active and person != by}
    alerts = [
        NewAlert(person, kind, ticket=ticket, by=by, note=note)
        for person in told.values()
        for ticket in _seen(person, tickets)
    ]
    raise_alerts(alerts, now=now)


def _seen(person: User, tickets: Sequence[Ticket]) -> Iterator[Ticket]:
    """Those that he may see."""
    ids = [ticket.pk for ticket in tickets]
    seen = set(Ticket.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return (ticket for ticket in tickets if ticket.pk in seen)
