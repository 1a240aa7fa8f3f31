"""What erasing one person at one account does in the database, under the account's lock and in a transaction."""

from collections import Counter
from datetime import datetime

from inbox.changes import bump_on_commit
from inbox.erasure.askings import forget_askings
from inbox.erasure.conversations import forget_files, forget_messages, forget_tickets
from inbox.erasure.dealings import (
    forget_feedback,
    forget_loose,
    forget_notices,
    forget_orders,
    forget_survey_answers,
)
from inbox.erasure.doomed_files import doom
from inbox.erasure.forwards import forget_forwards
from inbox.erasure.learnt import forget_learnt
from inbox.erasure.log import forget_words
from inbox.erasure.named_views import forget_views
from inbox.erasure.outbox import close_outbox
from inbox.erasure.person import Person
from inbox.erasure.raw import Wanted, empty_raw
from inbox.erasure.rules import forget_doings
from inbox.erasure.tombstones import bury
from inbox.models import Buyer, BuyerHandle, Ticket, User


def blank(person: Person, *, by: User | None, now: datetime) -> Counter[str]:
    """Blank all that is his, and let none of it come back; return how much of each kind there was.

    Raises ReplyUnderway.
    """
    tickets = list(Ticket.objects.select_for_update(of=("self",)).filter(buyer__in=person.buyers).order_by("id"))
    ticket_ids = [ticket.pk for ticket in tickets]
    close_outbox(person, by=by, now=now)
    counts = Counter(tickets=len(tickets), claims=person.claims.count())
    external_ids = forget_loose(person, now=now)
    notices = forget_notices(person, external_ids)
    emptied = empty_raw(_wanted(person, notices))
    bury(person.account, person.marks, now=now)
    counts += Counter(notices=len(notices), raw_items=emptied.count)
    counts += Counter(views=forget_views(person), questions=forget_askings(person), examples=forget_learnt(person))
    forget_doings(ticket_ids)
    counts += Counter(survey_answers=forget_survey_answers(person))
    counts += Counter(orders=forget_orders(person), feedback=forget_feedback(person))
    forwarded = forget_forwards(ticket_ids)
    counts["files"] += doom([*forget_files(person), *emptied.files, *forwarded], now=now)
    counts["messages"] += forget_messages(person)
    forget_tickets(person, tickets, now=now)
    forget_words(ticket_ids, by=by, now=now)
    _forget_buyers(person, now=now)
    bump_on_commit(ticket_ids)
    return counts


def _wanted(person: Person, notices: list[str]) -> Wanted:
    """Taken before anything is blanked: afterwards nothing says any more what was his."""
    messages = list(person.messages.values_list("external_id", "fetched_at"))
    keys = {mark.value for mark in person.marks if mark.kind != "name"} | {external_id for external_id, _ in messages}
    moments = {fetched_at for _, fetched_at in messages if fetched_at}
    return Wanted(person, person.marks, keys=(keys | set(notices)) - {""}, moments=moments, notices=notices)


def _forget_buyers(person: Person, *, now: datetime) -> None:
    """The row stays for the figures, under a name that means nothing and leads to it alone."""
    BuyerHandle.objects.filter(buyer__in=person.buyers).delete()
    for buyer in person.buyers:
        name = f"erased-{buyer.pk}"
        Buyer.objects.filter(pk=buyer.pk).update(name="", handle=name, erased_at=now)
        BuyerHandle.objects.create(account=person.account, buyer=buyer, handle=name)
