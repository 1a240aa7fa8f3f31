"""What `q` finds."""

import pytest
from django.db import connection

from connectors.models import Account
from inbox.models import Ticket
from inbox.search.hits import all_ways
from tests.api.conftest import ApiClient
from tests.make import make_buyer, make_message, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted(account: Account) -> Ticket:
    """A ticket with something to find, beside one without."""
    make_ticket(account=account, subject="Other")
    buyer = make_buyer(account=account, handle="Lise_44", name="Élise Müller")
    ticket = make_ticket(
        account=account, buyer=buyer, subject="Vélo cassé 100%", order_id="12-34567-89", item_id="v1|555|0"
    )
    make_message(ticket, body_text="La chaîne est arrivée brisée, où puis-je la renvoyer ?")
    return ticket


@pytest.mark.parametrize(
    "text",
    [
        "12-34567-89",
        "v1|555|0",
        "lise_44",
        "LISE_44",
        "elise",
        "Müller",
        "muller",
        "velo casse",
        "100%",
        "chaine brisee",
        "CHAÎNE",
        " renvoyer ",
    ],
)
def test_finds_a_ticket_by(as_agent: ApiClient, wanted: Ticket, text: str) -> None:
    assert [item["id"] for item in as_agent.get("/tickets", q=text).json()["items"]] == [wanted.id]


def test_finds_a_ticket_by_its_number(as_agent: ApiClient, wanted: Ticket) -> None:
    assert [item["id"] for item in as_agent.get("/tickets", q=f"#{wanted.id}").json()["items"]] == [wanted.id]


@pytest.mark.parametrize(
    "text", ["trottinette", "%", "_", "velo%casse", "9999999999999999999", "' OR 1=1 --", "(((", "a"]
)
def test_finds_nothing_by(as_agent: ApiClient, wanted: Ticket, text: str) -> None:
    answer = as_agent.get("/tickets", q=text)

    assert answer.status_code == 200
    assert answer.json()["items"] == []


def test_a_blank_search_finds_everything(as_agent: ApiClient, wanted: Ticket) -> None:
    assert len(as_agent.get("/tickets", q="  ").json()["items"]) == 2


def test_a_search_goes_with_other_filters(as_agent: ApiClient, wanted: Ticket) -> None:
    assert as_agent.get("/tickets", q="velo", status="solved").json()["items"] == []


def test_both_text_indexes_can_serve_a_search(wanted: Ticket) -> None:
    search = all_ways(["velo", "casse"], [])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {search.sql}", search.params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "message_words" in plan
    assert "ticket_names" in plan


def test_of_a_very_common_word_the_latest_hits_count(
    as_agent: ApiClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.search.hits.LATEST", 2)
    tickets = [make_ticket(account=account) for _ in range(3)]
    for ticket in tickets:
        make_message(ticket)

    items = as_agent.get("/tickets", q="bonjour").json()["items"]

    assert {item["id"] for item in items} == {tickets[1].id, tickets[2].id}
