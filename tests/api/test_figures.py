"""Figures through the API: definition, period, rows; who may see whose; what cannot be asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from connectors.models import Account
from inbox.models import MessageDirection, Role, User
from kpis.models import FigureTarget
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


def test_a_figure_comes_with_the_period_before_and_last_year_if_asked(
    client_of: Clients, lead: User, account: Account
) -> None:
    ticket = make_ticket(account=account)
    for days, hours in ((0, 2), (20, 4), (365, 6)):
        make_wait(ticket, NINE - timedelta(days=days), answered=hours * HOUR)

    answer = client_of(lead).get("/figures", figure="response_time", compare=["before", "last_year"], **NOVEMBER)

    (figure,) = answer.json()["items"]
    assert (figure["value"], figure["before"]["value"], figure["last_year"]["value"]) == (7200, 14400, 21600)
    assert figure["before"]["period"] == NOVEMBER | {"since": "2026-10-01", "until": "2026-11-01"}
    assert figure["last_year"]["period"] == NOVEMBER | {"since": "2025-11-01", "until": "2025-12-01"}
    assert client_of(lead).get("/figures", figure="response_time", **NOVEMBER).json()["items"][0]["before"] is None


def test_a_figure_s_target_is_the_owner_s(client_of: Clients, lead: User) -> None:
    FigureTarget.objects.create(figure="answered_within_24h", value=0.75)
    answer = client_of(lead).get("/figures", figure="answered_within_24h", **NOVEMBER)
    assert answer.json()["items"][0]["target"] == 0.75


def test_days_are_the_shop_s_unless_another_zone_is_asked_for(client_of: Clients) -> None:
    elsewhere = client_of(make_user(role=Role.LEAD, zone="America/New_York"))
    asked = {"figure": "answers", "since": "2026-11-01", "until": "2026-12-01"}
    assert elsewhere.get("/figures", **asked).json()["items"][0]["period"]["zone"] == "Europe/Paris"
    there = elsewhere.get("/figures", zone="America/New_York", **asked)
    assert there.json()["items"][0]["period"]["zone"] == "America/New_York"


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
        ({"kind": "mood"}, "kind"),
        ({"group_by": "mood"}, "group_by"),
        ({"figure": "mood"}, "figure"),
        ({"zone": "Moon/Sea"}, "zone"),
        ({"compare": "yesterday"}, "compare.0"),
    ],
)
def test_what_cannot_be_asked_is_named(client_of: Clients, lead: User, query: dict[str, str], field: str) -> None:
    answer = client_of(lead).get("/figures", **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_problems_are_in_english_whatever_the_shops_language(client_of: Clients, lead: User) -> None:
    problem = client_of(lead).get("/figures", since="yesterday").json()
    assert problem["detail"] == "since: A day is written as 2026-11-30."


def test_questions_without_a_template_are_for_leads(client_of: Clients, lead: User, as_agent: ApiClient) -> None:
    assert as_agent.get("/figures/questions").status_code == 403
    assert client_of(lead).get("/figures/questions", **NOVEMBER).json() == {"items": []}
