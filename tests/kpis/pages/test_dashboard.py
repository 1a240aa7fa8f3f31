"""The dashboard and the pages of figures: what they show to whom, and that every number leads to its tickets."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import Indicator, Ticket, User
from kpis.models import Annotation, FigureTarget
from tests.kpis.make import make_wait
from tests.make import make_account, make_claim, make_order, make_ticket, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def history(account: Account) -> list[Ticket]:
    """Ten waits of the last days: eight answered within two hours, two never within a day."""
    now = timezone.now()
    tickets = [make_ticket(account=account, topic="delivery") for _ in range(10)]
    for place, ticket in enumerate(tickets):
        late = place >= 8
        make_wait(ticket, now - timedelta(days=place % 4 + 2), answered=30 * HOUR if late else 2 * HOUR)
    return tickets


def signed_in(client: Client, user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    return client


def page_of(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_owner_reads_how_many_were_answered_in_time(client: Client, owner: User, history: list[Ticket]) -> None:
    text = page_of(signed_in(client, owner), "dashboard")
    assert "80 %" in text
    assert "8 of 10" in text
    assert "missed" in text


def test_without_data_there_is_a_dash_and_a_sentence(client: Client, owner: User) -> None:
    text = page_of(signed_in(client, owner), "dashboard")
    assert "Nothing of the kind in this period." in text
    assert "there is nothing to reckon" in text
    assert ">0 %<" not in text


def test_a_number_leads_to_its_tickets(client: Client, owner: User, history: list[Ticket]) -> None:
    tile = client_page = page_of(signed_in(client, owner), "dashboard")
    href = re.search(r'class="tile-value"><a href="([^"]+)"', tile)
    assert href, client_page
    answer = client.get(href[1].replace("&amp;", "&"))
    assert len(answer.context["cases"]) == 10
    assert [line.state for line in answer.context["cases"]].count("no") == 2


def test_an_agent_sees_only_what_he_did(client: Client, agent: User, history: list[Ticket]) -> None:
    answer = signed_in(client, agent).get(reverse("dashboard"), {"agent": "999"})
    assert answer.context["title"] == "My figures"
    assert all(tile.value in ("–", "0") for tile in answer.context["tiles"])
    assert "Agent" not in [choice.label for choice in answer.context["filters"].choices]
    detail = client.get(reverse("figure", args=["response_time"]))
    assert detail.context["cases"] == []
    assert client.get(reverse("figure_table", args=["response_time", "agent", "csv"])).status_code == 404


def test_an_outside_agent_sees_no_figures(client: Client) -> None:
    client.force_login(make_user(role="outside"))
    assert {client.get(reverse(name)).status_code for name in ("dashboard", "wall", "reports")} == {403}


def test_figures_are_read_only(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert client.post(reverse("dashboard")).status_code == 405
    assert client.post(reverse("figure", args=["response_time"])).status_code == 405
    assert client.post(reverse("wall")).status_code == 405
    assert client.get(reverse("figure", args=["no_such_figure"])).status_code == 404


def test_filters_stand_in_the_address(client: Client, owner: User, history: list[Ticket], account: Account) -> None:
    other = make_account(name="Other shop")
    signed_in(client, owner)
    assert "8 of 10" in page_of(client, "dashboard", account=str(account.pk))
    assert "8 of 10" not in page_of(client, "dashboard", account=str(other.pk))


def test_a_wrong_address_says_so_and_shows_the_usual_period(client: Client, owner: User) -> None:
    answer = signed_in(client, owner).get(reverse("dashboard"), {"since": "yesterday"})
    assert answer.status_code == 422
    assert "A day is written as" in answer.content.decode()


def test_the_last_day_that_people_fill_in_is_included(client: Client, owner: User) -> None:
    answer = signed_in(client, owner).get(reverse("dashboard"), {"since": "2026-03-01", "through": "2026-03-31"})
    assert "1 to 31 March 2026" in answer.content.decode()


def test_alarms_come_first(client: Client, owner: User, account: Account) -> None:
    late = timezone.now() - HOUR
    make_ticket(account=account, needs_reply=True, reply_due_at=late)
    make_claim(make_ticket(account=account, kind="claim"), amount="30", currency="EUR")
    answer = signed_in(client, owner).get(reverse("dashboard"))
    words = [alarm.words for alarm in answer.context["alarms"]]
    assert "1 ticket is late." in words
    assert any("€30.00 at stake" in one for one in words)


def test_what_a_marketplace_counts_stands_beside_our_own_count_with_the_difference(client: Client, owner: User) -> None:
    account, now = make_account(marketplace="cdiscount"), timezone.now()
    for number in range(20):
        make_order(account=account, external_id=f"o{number}", placed_at=now - timedelta(days=3))
    make_claim(make_ticket(account=account, kind="claim"), opened_at=now - timedelta(days=2))
    Indicator.objects.create(
        account=account, name="order_claims", on=now.date(), label="Orders with a claim", value="1.6 %", fetched_at=now
    )
    text = page_of(signed_in(client, owner), "dashboard")
    assert "5 % (+3.4 points)" in text
    assert "/dashboard/figures/claims_per_100_orders/?since=" in text
    table = client.get(reverse("page_table", args=["marketplaces", "csv"]))
    assert "5 % (+3.4 points)" in b"".join(table).decode()  # type: ignore[arg-type]


def test_questions_without_a_template_are_for_leads_and_say_so_when_there_are_none(
    client: Client, owner: User, agent: User
) -> None:
    assert "No question came back in this period" in page_of(signed_in(client, owner), "unanswered")
    assert signed_in(client, agent).get(reverse("unanswered")).status_code == 403


def test_a_table_comes_as_a_file(client: Client, owner: User, history: list[Ticket]) -> None:
    answer = signed_in(client, owner).get(reverse("figure_table", args=["answered_within_24h", "topic", "csv"]))
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "0.8,10" in text.splitlines()[1]


def test_cases_come_as_a_file(client: Client, owner: User, history: list[Ticket]) -> None:
    signed_in(client, owner)
    answer = client.get(reverse("figure_cases", args=["response_time", "csv"]))
    assert len(b"".join(answer).decode().splitlines()) == 11  # type: ignore[arg-type]
    assert client.get(reverse("figure_cases", args=["response_time", "exe"])).status_code == 404


def test_the_wall_names_nobody(client: Client, agent: User, account: Account) -> None:
    make_ticket(account=account, needs_reply=True, buyer_name="Zoe Quill", reply_due_at=timezone.now() - HOUR)
    text = page_of(signed_in(client, agent), "wall")
    assert "Zoe Quill" not in text
    assert "Camille" not in text
    assert "<b>1</b><span>late</span>" in text
    assert "<b>1</b>" in page_of(client, "wall_changes")


def test_leads_annotate_and_the_chart_shows_it(client: Client, lead: User, agent: User, history: list[Ticket]) -> None:
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    signed_in(client, lead)
    answer = client.post(reverse("annotations"), {"kind": "strike", "text": "Carrier on strike", "first_day": day})
    assert answer.status_code == 302
    text = page_of(client, "dashboard")
    assert "Carrier on strike (strike)" in text
    assert 'data-kind="note"' in text
    backwards = {"kind": "sale", "text": "x", "first_day": day, "last_day": "2020-01-01"}
    assert client.post(reverse("annotations"), backwards).status_code == 422
    client.post(reverse("annotation_remove", args=[Annotation.objects.get().pk]))
    assert "Carrier on strike" not in page_of(client, "dashboard")
    assert signed_in(client, agent).get(reverse("annotations")).status_code == 403


def test_the_owner_sets_targets(client: Client, owner: User, lead: User, history: list[Ticket]) -> None:
    signed_in(client, owner)
    form = client.get(reverse("figure_targets")).context["form"]
    values = {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}
    assert client.post(reverse("figure_targets"), values | {"answered_within_24h": "75"}).status_code == 302
    assert FigureTarget.objects.get(figure="answered_within_24h").value == pytest.approx(0.75)
    assert "target 75 %" in page_of(client, "dashboard")
    assert "reached" in page_of(client, "dashboard")
    assert client.post(reverse("figure_targets"), {"answered_within_24h": "x"}).status_code == 422
    assert signed_in(client, lead).get(reverse("figure_targets")).status_code == 403
