"""Nothing is lost, nothing is doubled, nothing is left hanging, whatever is killed and whenever."""

import json
import os
import random
import time
from collections import Counter, defaultdict
from typing import Any

import psycopg
import pytest

from connectors.simulation import ReceivedReply
from tests.fault.conftest import SELLER, Running
from tests.fault.storm import Storm

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900)]

SETTLED_WITHIN = 150.0
"""Seconds after the last kill: a claim (60 s), a lease, back-offs and the looks for unsure replies."""
RECOMPUTE = """
import json
from inbox.deadlines import response
from inbox.deadlines.calendar import add_working
from inbox.deadlines.log import logs_of
from inbox.models import ResponseCycle, Ticket
wrong = []
for ticket in Ticket.objects.select_related("account"):
    waits = response.waits(logs_of([ticket.id])[ticket.id].entries)
    wanted = [(w.opened_at, w.opened_by, w.ended_at, w.end_reason, w.answered_by) for w in waits]
    rows = ResponseCycle.objects.filter(ticket=ticket).order_by("number")
    found = list(rows.values_list("opened_at", "opened_by_id", "ended_at", "end_reason", "answered_by_id"))
    waiting = bool(waits) and waits[-1].ended_at is None
    due = None
    if waiting:
        used = rows.select_related("marketplace_calendar").last().marketplace_calendar
        hard = ticket.account.connector_class.reply_window.hard
        due = add_working(used and used.work_calendar(), waits[-1].opened_at, hard).due_at
    if wanted != found or ticket.needs_reply != waiting or ticket.reply_due_at != due:
        wrong.append(ticket.id)
print(json.dumps(wrong))
"""


@pytest.fixture(scope="module")
def storm(running: Running) -> Storm:
    """A storm that is over, with everything settled again."""
    seed = int(
        os.environ.get("GUICHET_FAULT_SEED") or (7 if os.environ.get("CI") else random.SystemRandom().randrange(10**6))
    )
    print(f"GUICHET_FAULT_SEED={seed}")
    storm = Storm(seed, running.stack, running.places, running.api, SELLER)
    began = time.monotonic()
    storm.rage()
    print(f"{time.monotonic() - began:.0f} s of storm, {running.api.stumbles} calls repeated")
    print(f"killed {', '.join(storm.killed)}")
    began = time.monotonic()
    while (left := unsettled(running, storm)) and time.monotonic() - began < SETTLED_WITHIN:
        print(f"{time.monotonic() - began:4.0f} s: {len(left)} left, {'; '.join(left[:4])}", flush=True)
        time.sleep(5)
    print(f"settled {time.monotonic() - began:.0f} s after the storm")
    assert not left, f"seed {seed}: {left}"
    return storm


def unsettled(running: Running, storm: Storm) -> list[str]:
    """What is not as it must be in the end; empty when all is."""
    try:
        with running.database() as database:
            stored = rows(database, "SELECT count(*) FROM inbox_message WHERE direction = 'in'")[0][0]
            hanging = rows(
                database,
                "SELECT id, delivery FROM inbox_message m WHERE delivery IN ('queued', 'sending', 'unsure')"
                f" AND (delivery <> 'unsure' OR account_id NOT IN ({no_way_to_look(running)}))"
                f" AND NOT (delivery = 'queued' AND {behind_an_unsure_one(running)})",
            )
    except psycopg.OperationalError as error:
        return [f"no database: {error}"]
    found = [f"reply {number} is {delivery}" for number, delivery in hanging]
    if stored < len(storm.wrote):
        found.append(f"{stored} of {len(storm.wrote)} messages stored")
    accounts = [running.api.account(place.account_id) for place in running.places]
    found += [f"{account['marketplace']} is {account['state']}" for account in accounts if account["state"] != "ok"]
    return found


def no_way_to_look(running: Running) -> str:
    """The accounts whose conversations cannot be read back: there a person settles what no copy has."""
    return ", ".join(str(place.account_id) for place in running.places if not place.reads_back)


def behind_an_unsure_one(running: Running) -> str:
    """A reply waits until a person has settled the one before it in its conversation. SQL about m."""
    return (
        "EXISTS (SELECT FROM inbox_message earlier WHERE earlier.ticket_id = m.ticket_id AND earlier.id < m.id"
        f" AND earlier.delivery = 'unsure' AND earlier.account_id IN ({no_way_to_look(running)}))"
    )


def rows(database: "psycopg.Connection[Any]", sql: str) -> list[tuple[Any, ...]]:
    return database.execute(sql).fetchall()  # type: ignore[arg-type]


def test_every_buyer_message_is_there_once(running: Running, storm: Storm) -> None:
    with running.database() as database:
        stored = rows(database, "SELECT account_id, external_id, body_text FROM inbox_message WHERE direction = 'in'")
    assert Counter((account_id, external_id) for account_id, external_id, _ in stored) == Counter(storm.wrote.keys())
    assert {(account_id, external_id): text for account_id, external_id, text in stored} == storm.wrote


def test_every_conversation_is_one_ticket_with_messages(running: Running, storm: Storm) -> None:
    with running.database() as database:
        tickets = rows(
            database,
            "SELECT t.account_id, t.thread_id, t.message_count, count(m.id) FROM inbox_ticket t"
            " LEFT JOIN inbox_message m ON m.ticket_id = t.id AND m.delivery IN ('', 'accepted') GROUP BY t.id",
        )
    assert sorted((account_id, thread) for account_id, thread, _, _ in tickets) == sorted(storm.threads)
    assert [row for row in tickets if row[2] != row[3] or row[3] == 0] == []


def test_every_reply_is_at_the_marketplace_once_or_visibly_unsent(running: Running, storm: Storm) -> None:
    with running.database() as database:
        found = rows(
            database,
            "SELECT id, body_text, delivery, cause, external_id FROM inbox_message m WHERE direction = 'out'"
            f" AND NOT (delivery = 'queued' AND {behind_an_unsure_one(running)})",
        )
        waiting = rows(
            database,
            f"SELECT id FROM inbox_message m WHERE delivery = 'queued' AND {behind_an_unsure_one(running)}",
        )
    arrived = Counter((reply.thread_id, reply.text) for reply in sent_by_us(running))
    accepted = [number for number, _, delivery, _, _ in found if delivery == "accepted"]
    unsure = [number for number, _, delivery, _, _ in found if delivery == "unsure"]
    assert sorted(row[0] for row in [*found, *waiting]) == sorted(storm.answered), (
        "a reply is missing, or a stranger's was stored"
    )
    known = Counter((storm.thread_of[number], storm.answered[number]) for number in accepted)
    perhaps = Counter((storm.thread_of[number], storm.answered[number]) for number in unsure)
    assert known <= arrived <= known + perhaps
    unsent = [row for row in found if row[2] != "accepted"]
    assert {row[2] for row in unsent} <= {"refused", "unsure"}
    assert [row for row in unsent if not row[3]] == []


def sent_by_us(running: Running) -> list[ReceivedReply]:
    """What the marketplaces hold that came from here, each in its order of arrival."""
    return [reply for place in running.places for reply in place.simulator.replies() if reply.through_api]


def test_replies_of_one_conversation_arrived_in_their_order(running: Running, storm: Storm) -> None:
    with running.database() as database:
        number_of = dict(rows(database, "SELECT external_id, id FROM inbox_message WHERE delivery = 'accepted'"))
    arrived = defaultdict(list)
    for reply in sent_by_us(running):
        if reply.message_id in number_of:
            arrived[reply.thread_id].append(number_of[reply.message_id])
    assert {thread: numbers for thread, numbers in arrived.items() if numbers != sorted(numbers)} == {}


def test_every_stream_is_well_and_has_a_next_pull(running: Running, storm: Storm) -> None:
    def streams() -> list[tuple[Any, ...]]:
        with running.database() as database:
            return rows(database, "SELECT name, next_pull_at, last_error, failures FROM connectors_stream")

    deadline = time.monotonic() + 90
    while any(row[1] is None or row[2] or row[3] for row in streams()) and time.monotonic() < deadline:
        time.sleep(1)
    assert [row for row in streams() if row[1] is None or row[2] or row[3]] == []


def test_response_cycles_equal_a_recomputation_from_the_log(running: Running, storm: Storm) -> None:
    assert json.loads(running.manage("shell", "--no-imports", "-c", RECOMPUTE)) == []


def test_the_log_tells_every_step_of_every_reply(running: Running, storm: Storm) -> None:
    with running.database() as database:
        events = rows(
            database,
            "SELECT message_id, before->>'delivery', after->>'delivery' FROM inbox_ticketevent"
            " WHERE kind = 'delivery' ORDER BY id",
        )
        final = dict(rows(database, "SELECT id, delivery FROM inbox_message WHERE direction = 'out'"))
    steps: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    for message_id, before, after in events:
        steps[message_id].append((before, after))
    assert set(steps) == set(final)
    gaps = {
        number: told
        for number, told in steps.items()
        if [before for before, _ in told] != [None, *(after for _, after in told[:-1])] or told[-1][1] != final[number]
    }
    assert gaps == {}


def test_every_ticket_was_opened_once_and_the_log_cannot_be_changed(running: Running, storm: Storm) -> None:
    with running.database() as database:
        opened = rows(
            database,
            "SELECT t.id, count(e.id) FROM inbox_ticket t LEFT JOIN inbox_ticketevent e"
            " ON e.ticket_id = t.id AND e.kind = 'opened' GROUP BY t.id HAVING count(e.id) <> 1",
        )
        assert opened == []
        with pytest.raises(psycopg.DatabaseError):
            database.execute("UPDATE inbox_ticketevent SET at = now()")
        database.rollback()
        with pytest.raises(psycopg.DatabaseError):
            database.execute("DELETE FROM inbox_ticketevent")


def test_nothing_was_unreadable(running: Running, storm: Storm) -> None:
    with running.database() as database:
        assert rows(database, "SELECT key, problem FROM connectors_rawitem WHERE problem <> ''") == []
