"""The list of tickets, one ticket, and changing one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.models import Account
from inbox.models import Attachment, Delivery, Message, ResponseCycle, Role, Status, Ticket, TicketEvent, User
from tests.api.conftest import ApiClient
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_forward, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


def test_a_ticket_has_every_documented_field(as_agent: ApiClient, agent: User) -> None:
    account = make_account()
    buyer = make_buyer(account=account, handle="lise_44", name="Lise Martin")
    ticket = make_ticket(account=account, buyer=buyer, assignee=agent, order_id="12-345", tags=["vip"])

    answer = as_agent.get(f"/tickets/{ticket.id}")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": ticket.id,
        "marketplace": "ebay",
        "account_id": account.id,
        "channel": None,
        "thread_id": ticket.thread_id,
        "kind": "message",
        "subject": "Where is my parcel?",
        "buyer": {"id": ticket.buyer_id, "name": "Lise Martin", "handle": "lise_44", "erased": False},
        "order_id": "12-345",
        "order_match": None,
        "item_id": None,
        "status": "open",
        "priority": "normal",
        "assignee": {"id": agent.id, "name": "Camille Roy", "email": agent.email},
        "tags": ["vip"],
        "language": None,
        "topic": None,
        "level": None,
        "flags": [],
        "snoozed_until": None,
        "resolution": None,
        "merged_into": None,
        "split_from": None,
        "needs_reply": False,
        "reply_due_at": None,
        "marketplace_due_at": None,
        "company_due_at": None,
        "overdue": False,
        "order": None,
        "claim": None,
        "conversation": None,
        "created_at": "2026-11-16T09:00:00Z",
        "updated_at": "2026-11-16T09:00:00Z",
        "messages": [],
        "forwards": [],
        "checklist": [],
        "linked": [],
        "cycles": [],
        "clocks": [],
    }


def test_a_ticket_has_the_mails_to_others_and_their_answers(as_agent: ApiClient, agent: User, ticket: Ticket) -> None:
    make_forward(ticket, by=agent, answer="It is in our depot.")
    make_forward(ticket, by=agent, delivery=Delivery.CANCELLED)

    (forward,) = as_agent.get(f"/tickets/{ticket.id}").json()["forwards"]

    assert (forward["to"], forward["body_text"]) == ("suivi@transport.example", "Where is it?")
    assert (forward["author"], forward["delivery"], forward["files"]) == ("Camille Roy", "accepted", [])
    (answer,) = forward["answers"]
    assert (answer["sender"], answer["body_text"]) == ("quai@transport.example", "It is in our depot.")


def test_a_ticket_shows_its_messages_in_the_order_they_were_written(as_agent: ApiClient, ticket: Ticket) -> None:
    second = make_message(ticket, direction="out", written_at=NINE + HOUR)
    first = make_message(ticket, body_text="Où est mon colis ?", author="lise_44")
    photo = Attachment.objects.create(message=first, name="box.jpg", url="https://pictures.test/box.jpg")

    messages = as_agent.get(f"/tickets/{ticket.id}").json()["messages"]

    assert [message["id"] for message in messages] == [first.id, second.id]
    assert messages[0] == {
        "id": first.id,
        "direction": "in",
        "external_id": first.external_id,
        "author": "lise_44",
        "body_text": "Où est mon colis ?",
        "language": None,
        "written_at": "2026-11-16T09:00:00Z",
        "fetched_at": "2026-11-16T09:00:00Z",
        "delivery": None,
        "confirmed_at": None,
        "within": None,
        "recipient": None,
        "understood": None,
        "attachments": [
            {
                "id": photo.id,
                "name": "box.jpg",
                "content_type": None,
                "size": None,
                "url": "https://pictures.test/box.jpg",
            }
        ],
    }
    assert messages[1]["delivery"] == "accepted"


def test_a_ticket_shows_its_response_cycles(as_agent: ApiClient, ticket: Ticket) -> None:
    ResponseCycle.objects.create(
        ticket=ticket,
        number=1,
        opened_at=NINE,
        soft_due_at=NINE + 8 * HOUR,
        due_at=NINE + DAY,
        answered_at=NINE + DAY,
        ended_at=NINE + DAY,
        end_reason="answered",
    )

    cycles = as_agent.get(f"/tickets/{ticket.id}").json()["cycles"]

    assert cycles == [
        {
            "opened_at": "2026-11-16T09:00:00Z",
            "due_at": "2026-11-17T09:00:00Z",
            "marketplace_ended_at": None,
            "target": "first",
            "company_due_at": None,
            "acknowledged_at": None,
            "answered_at": "2026-11-17T09:00:00Z",
            "ended_at": "2026-11-17T09:00:00Z",
            "end_reason": "answered",
            "met": True,
            "company_met": None,
        }
    ]


def test_a_long_conversation_takes_as_many_queries_as_a_short_one(as_agent: ApiClient, ticket: Ticket) -> None:
    Message.objects.bulk_create(
        Message(
            ticket=ticket,
            account=ticket.account,
            direction="in",
            external_id=f"long-{number}",
            body_text="Bonjour",
            written_at=NINE + timedelta(seconds=number),
        )
        for number in range(10_000)
    )
    as_agent.get("/tickets")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = as_agent.get(f"/tickets/{ticket.id}")

    assert len(answer.json()["messages"]) == 10_000
    assert len(queries) <= 12


def test_the_list_takes_few_queries_however_many_tickets(as_agent: ApiClient) -> None:
    account = make_account()
    for _ in range(60):
        make_ticket(account=account)
    as_agent.get("/tickets")

    with CaptureQueriesContext(connection) as queries:
        answer = as_agent.get("/tickets", limit=50)

    assert len(answer.json()["items"]) == 50
    assert len(queries) <= 5


def test_the_most_urgent_ticket_comes_first(as_agent: ApiClient, account: Account) -> None:
    calm = make_ticket(account=account)
    later = make_ticket(account=account, reply_due_at=NINE + DAY)
    soon = make_ticket(account=account, reply_due_at=NINE + HOUR)

    items = as_agent.get("/tickets").json()["items"]

    assert [item["id"] for item in items] == [soon.id, later.id, calm.id]


def test_pages_together_hold_every_ticket_once(as_agent: ApiClient, account: Account) -> None:
    made = {make_ticket(account=account, reply_due_at=NINE + HOUR).id for _ in range(7)}

    first = as_agent.get("/tickets", limit=3).json()
    second = as_agent.get("/tickets", limit=3, cursor=first["next_cursor"]).json()
    third = as_agent.get("/tickets", limit=3, cursor=second["next_cursor"]).json()

    seen = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert sorted(seen) == sorted(made)
    assert third["next_cursor"] is None


def test_a_ticket_that_changes_between_two_pages_of_changes_is_not_missed(
    as_agent: ApiClient, account: Account
) -> None:
    one, two, three, four = (make_ticket(account=account, updated_at=NINE + n * HOUR) for n in range(4))
    first = as_agent.get("/tickets", updated_since=NINE.isoformat(), limit=2).json()

    Ticket.objects.filter(id=one.id).update(updated_at=NINE + 10 * HOUR)
    second = as_agent.get("/tickets", updated_since=NINE.isoformat(), limit=10, cursor=first["next_cursor"]).json()

    assert [item["id"] for item in first["items"]] == [one.id, two.id]
    assert [item["id"] for item in second["items"]] == [three.id, four.id, one.id]


def test_updated_since_takes_what_it_was_given_including_that_very_moment(
    as_agent: ApiClient, account: Account
) -> None:
    exact = NINE + timedelta(microseconds=123456)
    make_ticket(account=account, updated_at=NINE)
    changed = make_ticket(account=account, updated_at=exact)
    given = as_agent.get("/tickets", updated_since=exact.isoformat()).json()["items"]

    again = as_agent.get("/tickets", updated_since=given[0]["updated_at"]).json()["items"]

    assert [item["id"] for item in given] == [changed.id]
    assert again == given


def test_a_plus_sign_that_was_not_escaped_is_understood(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.get("/tickets", updated_since="2026-11-16T10:00:00 01:00")

    assert [item["id"] for item in answer.json()["items"]] == [ticket.id]


def test_filters_by_marketplace_and_status(as_agent: ApiClient, account: Account) -> None:
    make_ticket(account=account)
    solved = make_ticket(account=account, status=Status.SOLVED)

    items = as_agent.get("/tickets", marketplace="ebay", status="solved").json()["items"]

    assert [item["id"] for item in items] == [solved.id]


def test_overdue_tells_late_tickets_from_the_others(as_agent: ApiClient, account: Account) -> None:
    late = make_ticket(account=account, needs_reply=True, reply_due_at=NINE - 1000 * DAY)
    calm = make_ticket(account=account)

    overdue = as_agent.get("/tickets", overdue="true").json()["items"]
    others = as_agent.get("/tickets", overdue="false").json()["items"]

    assert [(item["id"], item["overdue"]) for item in overdue] == [(late.id, True)]
    assert [(item["id"], item["overdue"]) for item in others] == [(calm.id, False)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"cursor": "rubbish"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "\x00"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"status": "lost"}, "status"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"updated_since": "yesterday"}, "updated_since"),
        ({"updated_since": "2026-11-16T09:00:00"}, "updated_since"),
        ({"marketplace": "fleamarket"}, "marketplace"),
        ({"q": "a\x00b"}, "q"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_a_wrong_filter_is_refused_by_name(as_agent: ApiClient, query: dict[str, str], field: str) -> None:
    answer = as_agent.get("/tickets", **query)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_cursor_of_the_queue_is_not_one_of_the_changes(as_agent: ApiClient, account: Account) -> None:
    make_ticket(account=account)
    make_ticket(account=account)
    cursor = as_agent.get("/tickets", limit=1).json()["next_cursor"]

    answer = as_agent.get("/tickets", updated_since=NINE.isoformat(), cursor=cursor)

    assert answer.status_code == 422


def test_extreme_moments_are_no_trouble(as_agent: ApiClient, ticket: Ticket) -> None:
    first = as_agent.get("/tickets", updated_since="0001-01-01T00:00:00+14:00")
    last = as_agent.get("/tickets", updated_since="9999-12-31T23:59:59-14:00")

    assert len(first.json()["items"]) == 1
    assert last.json()["items"] == []


def test_an_unknown_ticket_is_not_found(as_agent: ApiClient) -> None:
    assert as_agent.get("/tickets/1").status_code == 404
    assert as_agent.get("/tickets/99999999999999999999999").status_code == 404


def test_changes_everything_that_is_sent(as_agent: ApiClient, ticket: Ticket) -> None:
    other = make_user(email="sacha@shop.test")

    answer = as_agent.patch(
        f"/tickets/{ticket.id}",
        {"status": "waiting", "assignee": "Sacha@shop.test", "priority": "urgent", "tags": ["vip", " vip", "late"]},
    )

    assert answer.status_code == 200
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.priority, ticket.tags) == ("waiting", other, 4, ["vip", "late"])
    assert answer.json()["priority"] == "urgent"
    assert answer.json()["assignee"]["email"] == "sacha@shop.test"


def test_an_assignee_may_be_named_by_id_and_taken_away(as_agent: ApiClient, agent: User, ticket: Ticket) -> None:
    given = as_agent.patch(f"/tickets/{ticket.id}", {"assignee": agent.id}).json()
    taken = as_agent.patch(f"/tickets/{ticket.id}", {"assignee": None}).json()

    assert given["assignee"]["id"] == agent.id
    assert taken["assignee"] is None


def test_an_empty_change_changes_nothing(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.patch(f"/tickets/{ticket.id}", {})

    assert answer.status_code == 200
    assert answer.json()["updated_at"] == "2026-11-16T09:00:00Z"
    assert not TicketEvent.objects.exists()


def test_a_change_that_is_partly_wrong_changes_nothing(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.patch(f"/tickets/{ticket.id}", {"priority": "high", "assignee": "nobody@shop.test"})

    assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.priority == 2
    assert not TicketEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"status": None}, "status"),
        ({"priority": "extreme"}, "priority"),
        ({"priority": 2}, "priority"),
        ({"tags": "vip"}, "tags"),
        ({"tags": [""]}, "tags.0"),
        ({"tags": ["x" * 51]}, "tags.0"),
        ({"tags": ["\x00"]}, "tags.0"),
        ({"tags": None}, "tags"),
        ({"assignee": "nobody@shop.test"}, "assignee"),
        ({"assignee": 10**30}, "assignee"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_change_is_refused_by_name(
    as_agent: ApiClient, ticket: Ticket, changes: dict[str, object], field: str
) -> None:
    answer = as_agent.patch(f"/tickets/{ticket.id}", changes)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


def test_somebody_who_has_left_cannot_be_assigned(as_agent: ApiClient, ticket: Ticket) -> None:
    gone = make_user(role=Role.AGENT, is_active=False)

    answer = as_agent.patch(f"/tickets/{ticket.id}", {"assignee": gone.id})

    assert answer.status_code == 422
