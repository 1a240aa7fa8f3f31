"""Figures through the API: definition, period, rows; who may see whose; what cannot be asked."""

from collections.abc import Callable

import pytest

from connectors.models import Account
from inbox.models import MessageDirection, Role, User
from tests.api.conftest import ApiClient
from tests.kpis.make import make_wait
from tests.make import HOUR, NINE, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db
Clients = Callable[[User], ApiClient]
NOVEMBER = {"since": "2026-11-01", "until": "2026-12-01", "zone": "Europe/Paris"}


def _answered(account: Account, by: User, *, hours: int, topic: str = "") -> None:
    ticket = make_ticket(account=account, topic=topic)
    at = NINE + hours * HOUR
    answer = make_message(ticket, direction=MessageDirection.OUT, user=by, written_at=at, attempted_at=at)
    make_wait(ticket, NINE, answered=hours * HOUR, answered_by=answer)


def test_a_figure_comes_with_its_definition_and_rows(client_of: Clients, lead: User, account: Account) -> None:
    _answered(account, lead, hours=2, topic="refund")
    _answered(account, lead, hours=4)

    answer = client_of(lead).get("/figures", figure="response_time", group_by="topic", **NOVEMBER)

    (figure,) = answer.json()["items"]
    assert figure["unit"] == "seconds"
    assert figure["definition"]
    assert figure["period"] == NOVEMBER
    assert (figure["value"], figure["cases"]) == (3 * 3600, 2)
    assert {(row["group"], row["value"], row["cases"]) for row in figure["rows"]} == {
        ("refund", 7200, 1),
        ("", 14400, 1),
    }


def test_an_agent_sees_what_he_did_himself_whatever_he_asks(
    as_agent: ApiClient, agent: User, lead: User, account: Account
) -> None:
    _answered(account, agent, hours=2)
    _answered(account, lead, hours=4)
    answer = as_agent.get("/figures", figure="response_time", agent=lead.pk, **NOVEMBER)
    assert answer.json()["items"][0]["value"] == 7200


def test_outside_agents_see_no_figures(client_of: Clients) -> None:
    assert client_of(make_user(role=Role.OUTSIDE)).get("/figures").status_code == 403


def test_without_data_there_is_no_number_and_all_figures_answer(client_of: Clients, lead: User) -> None:
    items = client_of(lead).get("/figures", group_by="week", **NOVEMBER).json()["items"]
    assert {item["value"] for item in items} == {None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
        ({"marketplace": "nowhere"}, "marketplace"),
        ({"account": "x"}, "account"),
        ({"group_by": "mood"}, "group_by"),
        ({"figure": "mood"}, "figure"),
        ({"zone": "Moon/Sea"}, "zone"),
    ],
)
def test_what_cannot_be_asked_is_named(client_of: Clients, lead: User, query: dict[str, str], field: str) -> None:
    answer = client_of(lead).get("/figures", **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_questions_without_a_template_are_for_leads(client_of: Clients, lead: User, as_agent: ApiClient) -> None:
    assert as_agent.get("/figures/questions").status_code == 403
    assert client_of(lead).get("/figures/questions", **NOVEMBER).json() == {"items": []}
