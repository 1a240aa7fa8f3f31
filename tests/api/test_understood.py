"""What was read in a message is told by the API: of each message, and the newest one's flags with the ticket."""

import pytest

from inbox.models import Ticket, Understanding
from tests.api.conftest import ApiClient
from tests.make import DAY, NINE, make_message

pytestmark = pytest.mark.django_db


def read(ticket: Ticket, *, later: int, **flags: bool) -> int:
    message = make_message(ticket, external_id=f"m{later}", written_at=NINE + later * DAY)
    values = {"language": "fr", "topic": "delivery", "level": 1, "reasons": [["topic", "delivery", "colis"]]}
    Understanding.objects.create(message=message, **values, **flags)
    return message.pk


def test_a_message_says_what_was_read_in_it_and_why(as_agent: ApiClient, ticket: Ticket) -> None:
    message_id = read(ticket, later=0, chaser=True, anger=True)
    (message,) = as_agent.get(f"/tickets/{ticket.pk}").json()["messages"]
    understood = message["understood"]
    assert (understood["topic"], understood["level"], understood["language"]) == ("delivery", 1, "fr")
    assert understood["flags"] == ["chaser", "anger"]
    assert "colis" in understood["reasons"][0]
    assert as_agent.get(f"/messages/{message_id}").json()["understood"] == understood


def test_a_ticket_has_the_flags_of_the_newest_message_that_was_read(as_agent: ApiClient, ticket: Ticket) -> None:
    read(ticket, later=0, withdrawal=True)
    read(ticket, later=1, chaser=True)
    make_message(ticket, external_id="own", direction="out", written_at=NINE + 2 * DAY)
    assert as_agent.get(f"/tickets/{ticket.pk}").json()["flags"] == ["chaser"]
    (listed,) = as_agent.get("/tickets").json()["items"]
    assert listed["flags"] == ["chaser"]
