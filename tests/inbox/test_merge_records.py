"""What is told of merged tickets afterwards: to a judge, to the buyer himself, and to nobody once he is erased."""

import json
import zipfile

import pytest

from connectors.models import Account
from inbox.deadlines.explained import explained
from inbox.erasure import erase_buyer, export_buyer
from inbox.lists.counts import kept_counts
from inbox.lists.views import BUILT_IN
from inbox.models import Message, Status, Ticket, User
from inbox.proof.proof import proof_of
from inbox.proof.sealing import seal_log
from inbox.search.find import search_tickets
from inbox.tickets.merge import merge, unmerge
from tests.inbox.arrive import arrive, buyer_message
from tests.inbox.markers import WORD, where_it_is
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(account: Account, agent: User) -> tuple[Ticket, Ticket]:
    """The older question was merged into the ticket of the newer one."""
    arrive(account, buyer_message("m1", thread_id="t1", text=f"{WORD}: the lamp?"))
    arrive(account, buyer_message("m2", thread_id="t2", text=f"{WORD}: the chair?", at=NINE + HOUR), now=NINE + HOUR)
    lamp, chair = Ticket.objects.order_by("id")
    merge(lamp, into=chair, by=agent, now=NINE + 2 * HOUR)
    return lamp, chair


def test_both_proofs_hold_and_tell_of_their_messages(merged: tuple[Ticket, Ticket]) -> None:
    seal_log(NINE + DAY)
    seal_log(NINE + DAY)
    proofs = [proof_of(ticket, NINE + DAY, with_texts=True) for ticket in merged]
    assert [proof.verdict.holds for proof in proofs] == [True, True]
    assert [message.marketplace_id for message in proofs[0].messages] == ["m1"]
    assert [message.marketplace_id for message in proofs[1].messages] == ["m1", "m2"]
    assert [(wait.opened_at, wait.end_reason) for wait in proofs[0].waits] == [(NINE, "merged")]
    assert [(wait.opened_at, wait.end_reason) for wait in proofs[1].waits] == [(NINE, "")]


def test_why_goes_by_the_older_question(merged: tuple[Ticket, Ticket]) -> None:
    first = explained(merged[1], NINE + 3 * HOUR)[0]
    assert (first.record.started_at, first.record.due_at) == (NINE, NINE + DAY)
    assert first.steps


def test_the_buyer_gets_all_of_it_once(merged: tuple[Ticket, Ticket]) -> None:
    with export_buyer(merged[0].buyer) as file, zipfile.ZipFile(file) as archive:
        known = json.loads(archive.read("buyer.json"))
    texts = [message["text"] for ticket in known["tickets"] for message in ticket["messages"]]
    assert sorted(texts) == [f"{WORD}: the chair?", f"{WORD}: the lamp?"]


def test_erased_nothing_of_him_is_left_and_nothing_comes_back(merged: tuple[Ticket, Ticket]) -> None:
    erase_buyer(merged[0].buyer, by=None, reason="asked", now=NINE + DAY)
    assert where_it_is() == []
    arrive(merged[0].account, buyer_message("m3", thread_id="t1", text="Again", at=NINE + 2 * DAY), now=NINE + 2 * DAY)
    assert Message.objects.get(external_id="m3").ticket not in merged
    assert [cycle.end_reason for cycle in merged[0].cycles.all()] == ["merged"]


def test_lists_counts_and_search_know_the_one_that_is_left(merged: tuple[Ticket, Ticket], agent: User) -> None:
    _, chair = merged
    assert list(Ticket.objects.listed()) == [chair]
    found = search_tickets(Ticket.objects.all(), "lamp", user=agent, now=NINE + DAY)
    assert [ticket.pk for ticket in found] == [chair.pk]
    views = {name: BUILT_IN[name].filters for name in ("needs-answer", "unassigned")}
    assert kept_counts(views, agent, now=NINE + DAY) == {"needs-answer": 1, "unassigned": 1}


def test_a_merged_ticket_that_comes_back_is_listed_again(merged: tuple[Ticket, Ticket], agent: User) -> None:
    unmerge(merged[0], by=agent, now=NINE + 3 * HOUR)
    assert set(Ticket.objects.listed()) == set(merged)
    assert merged[0].status == Status.OPEN
