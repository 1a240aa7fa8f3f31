"""The views of the queue: which tickets, in which order, and where a page of them ends."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.models import Status, Ticket, User
from inbox.models.ticket import TicketQuerySet
from inbox.search import search_tickets

PAGE = 50


@dataclass(frozen=True)
class QueueView:
    """One named view. newest_first: by the latest talk, else most urgent first."""

    name: str
    label: str | Promise
    icon: str
    newest_first: bool = False


VIEWS = {
    view.name: view
    for view in (
        QueueView("needs-answer", _("Needs an answer"), "inbox"),
        QueueView("mine", _("Mine"), "user-round"),
        QueueView("unassigned", _("Unassigned"), "user-round-x"),
        QueueView("open", _("All open"), "layers"),
        QueueView("waiting", _("Waiting for the buyer"), "hourglass"),
        QueueView("solved", _("Solved"), "circle-check-big", newest_first=True),
    )
}


@dataclass(frozen=True)
class Filters:
    """What the address says about the list. Unknown values count as not given."""

    view: QueueView = VIEWS["needs-answer"]
    marketplace: str = ""
    account: int | None = None
    channel: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        account = given.get("account", "")
        return cls(
            view=VIEWS.get(given.get("view", ""), VIEWS["needs-answer"]),
            marketplace=given.get("marketplace", "")[:30],
            account=int(account) if account.isdecimal() and len(account) < 18 else None,
            channel=given.get("channel", "").replace("\x00", "")[:50],
            q=given.get("q", "").replace("\x00", "").strip()[:200],
        )

    @property
    def query(self) -> str:
        """For links: the part after `?`, without defaults."""
        given = {
            "view": "" if self.view.name == "needs-answer" else self.view.name,
            "marketplace": self.marketplace,
            "account": self.account or "",
            "channel": self.channel,
            "q": self.q,
        }
        return urlencode({key: value for key, value in given.items() if value})

    def with_view(self, name: str) -> "Filters":
        return replace(self, view=VIEWS[name], q="")


def in_view(tickets: TicketQuerySet, view: QueueView, user: User) -> TicketQuerySet:
    """Narrow `tickets` down to one view."""
    match view.name:
        case "mine":
            return tickets.unsolved().filter(assignee=user)
        case "unassigned":
            return tickets.unsolved().filter(assignee=None)
        case "open":
            return tickets.unsolved()
        case "waiting":
            return tickets.filter(status=Status.WAITING)
        case "solved":
            return tickets.filter(status=Status.SOLVED)
        case _:
            return tickets.needing_reply()


def matching(filters: Filters, user: User) -> TicketQuerySet:
    """All tickets the user may see that the filters let through, in no order."""
    visible = Ticket.objects.visible_to(user)
    tickets: TicketQuerySet = search_tickets(visible, filters.q) if filters.q else in_view(visible, filters.view, user)
    if filters.account is not None:
        tickets = tickets.filter(account_id=filters.account)
    if filters.channel:
        tickets = tickets.filter(channel=filters.channel)
    if filters.marketplace:
        tickets = tickets.filter(account__marketplace=filters.marketplace)
    return tickets


def page_of(filters: Filters, user: User, *, after: str) -> tuple[list[Ticket], str]:
    """One page of tickets, and the cursor of the next one ("" at the end)."""
    tickets = matching(filters, user).select_related("assignee")
    place = read_cursor(after)
    newest_first = filters.view.newest_first or bool(filters.q)
    if newest_first:
        if place:
            at, last_id = place
            tickets = tickets.filter(last_message_at__lte=at).filter(Q(last_message_at__lt=at) | Q(id__lt=last_id))
        tickets = tickets.order_by("-last_message_at", "-id")
    else:
        if place:
            at, last_id = place
            tickets = tickets.filter(queue_at__gte=at).filter(Q(queue_at__gt=at) | Q(id__gt=last_id))
        tickets = tickets.order_by("queue_at", "id")
    found = list(tickets[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], write_cursor(last.last_message_at if newest_first else last.queue_at, last.id)


def addresses(filters: Filters, *, shown_at: datetime) -> dict[str, str]:
    """Where a list of these filters is found, and where the page asks what moved since it was drawn."""
    given = f"&{filters.query}" if filters.query else ""
    return {
        "list_url": reverse("queue"),
        "changes_url": f"{reverse('list_changes')}?{urlencode({'shown_at': shown_at.isoformat()})}{given}",
        "query": filters.query,
    }


def write_cursor(at: datetime, row_id: int) -> str:
    """A place in a list, for an address."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The place a cursor means; None if it is empty or was tampered with."""
    try:
        at, row_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        when = datetime.fromisoformat(at)
        return (when, int(row_id)) if when.tzinfo else None
    except (binascii.Error, ValueError):
        return None
