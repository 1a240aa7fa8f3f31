"""The log is sealed; whoever changes it behind our back is found out; an erasure is not taken for that."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inbox import tasks
from inbox.erasure import erase_buyer
from inbox.models import EventSeal, Ticket, TicketEvent
from inbox.proof.chains import verdict_of
from inbox.proof.sealing import seal_log
from inbox.proof.verifying import Fault
from inbox.tickets import triage
from tests.make import DAY, HOUR, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def note(ticket: Ticket, at: timedelta, **fields: object) -> TicketEvent:
    values = {"kind": "tags", "before": {"value": []}, "after": {"value": ["parcel"]}} | fields
    return TicketEvent.objects.create(ticket=ticket, at=NINE + at, **values)


@pytest.fixture
def ticket() -> Ticket:
    """With three entries, sealed an hour later."""
    found = make_ticket()
    for number in range(3):
        note(found, number * MINUTE)
    seal_log(NINE + HOUR)
    return found


def tamper(sql: str, *values: int) -> None:
    """As somebody who may switch the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def faults(ticket: Ticket, at: timedelta = 2 * HOUR) -> list[tuple[Fault, int | None]]:
    return [(finding.fault, finding.number) for finding in verdict_of(ticket.id, NINE + at).findings]


def test_what_was_sealed_holds_and_says_since_when(ticket: Ticket) -> None:
    verdict = verdict_of(ticket.id, NINE + 2 * HOUR)
    assert verdict.holds
    assert (verdict.entries, verdict.sealed, verdict.waiting) == (3, 3, 0)
    assert verdict.sealed_since == NINE + HOUR


def test_a_chain_goes_on_where_it_ended(ticket: Ticket) -> None:
    note(ticket, 2 * HOUR)
    assert seal_log(NINE + 2 * HOUR) == 1
    assert list(ticket.seals.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert verdict_of(ticket.id, NINE + 2 * HOUR).holds


def test_an_entry_of_just_now_waits_for_its_seal_and_is_no_fault(ticket: Ticket) -> None:
    note(ticket, 2 * HOUR)
    verdict = verdict_of(ticket.id, NINE + 2 * HOUR + MINUTE)
    assert verdict.holds
    assert verdict.waiting == 1


def test_changed_words_are_found(ticket: Ticket) -> None:
    tamper("""UPDATE inbox_ticketevent SET after = '{"value": ["late"]}' WHERE id = %s""", second(ticket))
    assert faults(ticket) == [(Fault.CHANGED, 2)]


def test_a_changed_time_is_found(ticket: Ticket) -> None:
    tamper("UPDATE inbox_ticketevent SET at = at - interval '1 second' WHERE id = %s", second(ticket))
    assert faults(ticket) == [(Fault.CHANGED, 2)]


def test_a_missing_entry_is_found(ticket: Ticket) -> None:
    tamper("DELETE FROM inbox_ticketevent WHERE id = %s", second(ticket))
    assert faults(ticket) == [(Fault.MISSING, 2)]


def test_an_entry_and_its_seal_gone_together_are_found(ticket: Ticket) -> None:
    gone = second(ticket)
    tamper("DELETE FROM inbox_ticketevent WHERE id = %s", gone)
    tamper("DELETE FROM inbox_eventseal WHERE event_id = %s", gone)
    assert faults(ticket) == [(Fault.LINK_MISSING, 2)]


def test_an_entry_sealed_anew_by_its_forger_does_not_fit_its_successor(ticket: Ticket) -> None:
    tamper(
        "UPDATE inbox_eventseal SET digest = decode(repeat('ab', 32), 'hex') WHERE ticket_id = %s AND number = 2",
        ticket.id,
    )
    assert faults(ticket) == [(Fault.CHANGED, 2), (Fault.CHANGED, 3)]


def test_an_entry_with_an_id_from_before_is_found(ticket: Ticket) -> None:
    free = note(ticket, HOUR, kind="note")
    tamper("DELETE FROM inbox_ticketevent WHERE id = %s", free.id)
    note(ticket, HOUR)
    seal_log(NINE + HOUR)
    TicketEvent.objects.create(id=free.id, ticket=ticket, at=NINE + HOUR, kind="solved")
    assert faults(ticket, 3 * HOUR) == [(Fault.PUT_IN, None)]
    seal_log(NINE + 3 * DAY)
    assert faults(ticket, 4 * DAY) == [(Fault.PUT_IN, 5)]


def test_an_entry_that_no_tick_has_sealed_for_long_is_said(ticket: Ticket) -> None:
    note(ticket, 2 * HOUR)
    assert faults(ticket, 4 * HOUR) == [(Fault.UNSEALED, None)]


def test_an_entry_committed_late_is_sealed_by_the_next_tick(ticket: Ticket) -> None:
    late = note(ticket, HOUR, kind="note")
    tamper("UPDATE inbox_ticketevent SET ticket_id = %s WHERE id = %s", make_ticket().id, late.id)
    note(ticket, HOUR)
    assert seal_log(NINE + HOUR + MINUTE) == 2


def test_the_database_refuses_to_change_or_delete_a_seal(ticket: Ticket) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EventSeal.objects.filter(number=2).update(salt=b"")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EventSeal.objects.all().delete()


def test_an_erasure_leaves_the_chain_whole_and_its_digests_say_nothing(
    ticket: Ticket,
) -> None:
    owner = make_user(role="owner")
    erase_buyer(ticket.buyer, reason="asked", reference="", by=owner, now=NINE + 2 * HOUR)
    seal_log(NINE + 2 * HOUR)
    verdict = verdict_of(ticket.id, NINE + 3 * HOUR)
    assert verdict.holds
    assert verdict.erased == 3
    assert bytes(ticket.seals.get(number=1).salt) == b""


def test_the_tick_seals_what_people_do() -> None:
    ticket, agent = make_ticket(), make_user()
    triage.assign(ticket, to=agent, by=agent, now=timezone.now())
    tasks.seal_log()
    assert ticket.seals.count() == ticket.events.count() > 0


def test_the_operators_command_names_what_does_not_fit(ticket: Ticket) -> None:
    told = io.StringIO()
    call_command("verify_log", stdout=told)
    assert "Everything fits." in told.getvalue()
    tamper("DELETE FROM inbox_ticketevent WHERE id = %s", second(ticket))
    with pytest.raises(CommandError, match="do not fit"):
        call_command("verify_log", stdout=told)
    assert f"ticket {ticket.id}: seal 2" in told.getvalue()


def second(ticket: Ticket) -> int:
    return ticket.seals.get(number=2).event_id
