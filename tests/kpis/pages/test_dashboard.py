"""The dashboard and the pages of figures: what they show to whom, and that every number leads to its tickets."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors.models import Account
from inbox.models import Indicator, Ticket, User
from kpis.dashboard import alarms
from kpis.models import Annotation, FigureTarget
from tests.kpis.make import make_wait
from tests.make import make_account, make_claim, make_feedback, make_message, make_order, make_ticket, make_user

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


def test_without_an_account_nobody_reads_that_all_is_well(client: Client, owner: User) -> None:
    text = page_of(signed_in(client, owner), "dashboard")
    assert "No account is connected yet." in text
    assert "No alarm" not in text


def test_with_an_account_and_no_trouble_there_is_no_alarm(client: Client, owner: User, account: Account) -> None:
    text = page_of(signed_in(client, owner), "dashboard")
    assert "No alarm" in text
    assert "No account is connected yet." not in text


def test_a_number_leads_to_its_tickets(client: Client, owner: User, history: list[Ticket]) -> None:
    tile = client_page = page_of(signed_in(client, owner), "dashboard")
    href = re.search(r'class="tile-value"><a href="([^"]+)"', tile)
    assert href, client_page
    answer = client.get(href[1].replace("&amp;", "&"))
    assert len(answer.context["cases"]) == 10
    assert [line.state for line in answer.context["cases"]].count("no") == 2


def test_what_nothing_is_known_of_leads_to_its_tickets_too(
    client: Client, owner: User, agent: User, account: Account, history: list[Ticket]
) -> None:
    loose = make_ticket(account=account)
    make_wait(loose, timezone.now() - timedelta(days=2), answered=HOUR)
    make_claim(make_ticket(account=account, kind="claim"), opened_at=timezone.now() - timedelta(days=2))
    signed_in(client, owner)
    page = client.get(reverse("figure", args=["answered_within_24h"]))
    (topics,) = [table for table, _links in page.context["groups"] if table.heading == "Topic"]
    assert [(line.label, line.cases) for line in topics.lines] == [("Delivery", "10"), ("not known", "1")]
    narrowed = client.get(topics.lines[1].href)
    assert [line.href for line in narrowed.context["cases"]] == [loose.get_absolute_url()]
    assert narrowed.context["filters"].chosen == ["not known"]
    people = client.get(reverse("dashboard")).context["people"].lines
    assert [(line.name, line.cells[1].value) for line in people] == [("nobody", "82 %")]
    assert len(client.get(people[0].cells[1].href).context["cases"]) == 11
    products = client.get(reverse("dashboard"), {"kind": "claim"}).context["parts"][2].panels[-1]
    assert len(client.get(products.numbers.lines[0].href).context["cases"]) == 1


def test_how_lengths_are_spread_is_a_table_that_leads_to_the_tickets(
    client: Client, owner: User, history: list[Ticket]
) -> None:
    parts = signed_in(client, owner).get(reverse("dashboard")).context["parts"]
    (panel,) = [panel for panel in parts[0].panels if panel.shape == "distribution"]
    lines = [(line.label, line.value, line.cases) for line in panel.numbers.lines if line.href]
    assert lines == [("1 to 2 h", "80 %", "8"), ("24 to 48 h", "20 %", "2")]
    (late,) = [line for line in panel.numbers.lines if line.label == "24 to 48 h"]
    assert [line.value for line in client.get(late.href).context["cases"]] == ["30 h", "30 h"]
    made = b"".join(client.get(panel.files["csv"])).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert made[0] == "Response time,Longer than (hours),At most (hours),Cases"
    assert "24 to 48 h,24,48,2" in made
    cases = client.get(reverse("figure_cases", args=["response_time", "csv"]), {"hours": "24-48"})
    assert len(b"".join(cases).splitlines()) == 3  # type: ignore[arg-type]


def test_an_agent_sees_only_what_he_did(client: Client, agent: User, history: list[Ticket]) -> None:
    answer = signed_in(client, agent).get(reverse("dashboard"), {"agent": "999"})
    assert answer.context["title"] == "My figures"
    assert all(tile.value in ("–", "0") for tile in answer.context["tiles"])
    assert "Agent" not in [choice.label for choice in answer.context["filters"].choices]
    detail = client.get(reverse("figure", args=["response_time"]))
    assert detail.context["cases"] == []
    assert client.get(reverse("figure_table", args=["response_time", "agent", "csv"])).status_code == 404


def test_the_page_of_products_has_the_rest_of_what_the_dashboard_begins(
    client: Client, owner: User, account: Account
) -> None:
    for number in range(10):
        make_ticket(account=account, item_id=f"{405_900 + number}", created_at=timezone.now() - HOUR)
    signed_in(client, owner)
    assert "and 2 more" in page_of(client, "dashboard")
    page = page_of(client, "figure", "contacts_by_product")
    table = page[page.index("<h2") : page.index("The tickets behind")]
    assert all(f"405{900 + number}" in table for number in range(10))


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


def test_beyond_so_many_late_tickets_are_not_counted_one_by_one(
    client: Client, owner: User, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_COUNTED", 2)
    for _ticket in range(4):
        make_ticket(account=account, needs_reply=True, reply_due_at=timezone.now() - HOUR)
    answer = signed_in(client, owner).get(reverse("dashboard"))
    assert [alarm.words for alarm in answer.context["alarms"]] == ["More than 2 tickets are late."]


def test_of_each_marketplace_stand_bad_ratings_in_a_row_and_who_may_give_the_next(
    client: Client, owner: User, agent: User, account: Account
) -> None:
    now = timezone.now()
    for days, rating in ((4, 5), (3, 2), (2, 3), (1, 1)):
        make_feedback(account=account, rating=rating, written_at=now - timedelta(days=days))
    late = make_ticket(account=account, needs_reply=True, reply_due_at=now - HOUR, buyer_name="Zoe Quill")
    text = page_of(signed_in(client, owner), "dashboard")
    (line,) = client.get(reverse("dashboard")).context["moods"]
    assert (line.share, line.basis, line.run, line.is_alarming) == ("25 %", "1 of 4", 2, False)
    assert f"#{late.pk} Zoe Quill" in text
    table = b"".join(client.get(reverse("page_table", args=["moods", "csv"]))).decode()  # type: ignore[arg-type]
    assert f"eBay,0.25,4,2,#{late.pk}" in table
    assert signed_in(client, agent).get(reverse("dashboard")).context["moods"] == []


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


def test_a_dash_on_the_wall_has_its_sentence(client: Client, owner: User, account: Account) -> None:
    signed_in(client, owner)
    empty = page_of(client, "wall")
    assert empty.count("No buyer waits.") == 1
    assert empty.count("Nothing of the kind today.") == 2
    make_wait(make_ticket(account=account), timezone.now() - timedelta(minutes=2), answered=timedelta(minutes=1))
    waits = timezone.now() - HOUR
    make_ticket(account=account, needs_reply=True, reply_due_at=timezone.now() + HOUR, waits_since=waits)
    text = page_of(client, "wall_changes")
    assert "No buyer waits." not in text
    assert "Nothing of the kind today." not in text


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


def test_annotations_of_one_day_stand_in_one_mark(client: Client, owner: User, history: list[Ticket]) -> None:
    day = timezone.localdate() - timedelta(days=3)
    for text in ("Carrier on strike", "Black week"):
        Annotation.objects.create(kind="other", text=text, first_day=day, last_day=day, written_at=timezone.now())
    text = page_of(signed_in(client, owner), "figure", "answered_within_24h")
    assert re.findall(r'data-kind="note"[^>]*>([A-Z]+)<', text) == ["AB"]


def test_an_annotation_can_be_changed(client: Client, lead: User, agent: User) -> None:
    day = timezone.localdate() - timedelta(days=3)
    one = Annotation.objects.create(
        kind="strike", text="Carier on strike", first_day=day, last_day=day, written_at=timezone.now(), written_by=lead
    )
    signed_in(client, lead)
    assert reverse("annotation_change", args=[one.pk]) in page_of(client, "annotations")
    assert "Carier on strike" in page_of(client, "annotation_change", one.pk)
    given = {"kind": "strike", "text": "Carrier on strike", "first_day": day.isoformat(), "last_day": "2020-01-01"}
    assert client.post(reverse("annotation_change", args=[one.pk]), given).status_code == 422
    changed = client.post(reverse("annotation_change", args=[one.pk]), given | {"last_day": day.isoformat()})
    assert changed.status_code == 302
    assert "Carrier on strike (strike)" in page_of(client, "dashboard")
    assert signed_in(client, agent).get(reverse("annotation_change", args=[one.pk])).status_code == 403


def test_days_are_the_shop_s_and_another_zone_goes_along_with_every_link(
    client: Client, owner: User, history: list[Ticket], settings: Settings
) -> None:
    settings.SHOP_ZONE = "Europe/Paris"
    User.objects.filter(pk=owner.pk).update(zone="America/New_York")
    text = page_of(signed_in(client, owner), "dashboard")
    assert "(days of Europe/Paris)" in text
    assert "zone=" not in text
    answer = client.get(reverse("dashboard"), {"zone": "America/New_York"})
    text = answer.content.decode()
    assert "(days of" not in text
    assert '<option value="America/New_York" selected>' in text
    links = [*(tile.href for tile in answer.context["tiles"] if tile.href), *answer.context["wait_files"].values()]
    assert links
    assert all("zone=America%2FNew_York" in link for link in links)


def test_every_figure_of_the_list_is_compared_with_both_pasts(client: Client, owner: User, account: Account) -> None:
    for days in (2, 32, 3, 367):
        make_ticket(account=account, created_at=timezone.now() - timedelta(days=days))
        make_wait(make_ticket(account=account), timezone.now() - timedelta(days=days), answered=HOUR)
    lines = signed_in(client, owner).get(reverse("dashboard")).context["others"]
    (line,) = [one for one in lines if one.slug == "answered_within_8h"]
    assert (line.since_before.words, line.since_last_year.words) == ("unchanged", "unchanged")


def test_hours_of_the_week_come_as_a_file_with_who_was_there(
    client: Client, owner: User, agent: User, account: Account
) -> None:
    monday = timezone.now().replace(hour=9) - timedelta(days=7)
    ticket = make_ticket(account=account)
    make_message(ticket, written_at=monday)
    make_message(ticket, direction="out", user=agent, written_at=monday, accepted_at=monday, attempted_at=monday)
    signed_in(client, owner)
    answer = client.get(reverse("page_table", args=["hours", "csv"]))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert lines[0] == "Hour of the week,Arrivals by hour of the week,Staffing by hour of the week"
    assert [line.split(",")[1:] for line in lines[1:]] == [["1", "1"]]
    assert reverse("page_table", args=["hours", "csv"]) in page_of(client, "dashboard")


def test_who_did_what_comes_as_a_file_of_numbers(client: Client, owner: User, agent: User, account: Account) -> None:
    at = timezone.now() - timedelta(days=3)
    for within in (2, 30):
        ticket = make_ticket(account=account)
        answer = make_message(ticket, direction="out", user=agent, written_at=at, accepted_at=at, attempted_at=at)
        make_wait(ticket, at, answered=within * HOUR, answered_by=answer)
    signed_in(client, owner)
    made = b"".join(client.get(reverse("page_table", args=["people", "csv"])))  # type: ignore[arg-type]
    heads, line = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert line[heads.index("Answered within 24 hours (from 0 to 1)")] == "0.5"
    assert line[heads.index("Answered within 24 hours (from 0 to 1)") + 1] == "2"
    assert line[heads.index("Replies")] == "2"


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


def test_the_tickets_behind_a_count_have_no_column_of_values(
    client: Client, owner: User, history: list[Ticket]
) -> None:
    signed_in(client, owner)
    behind = {slug: page_of(client, "figure", slug).split('id="cases"')[1] for slug in ("contacts", "response_time")}
    assert history[0].get_absolute_url() in behind["contacts"]
    assert ">Value</th>" not in behind["contacts"]
    assert ">Value</th>" in behind["response_time"]
