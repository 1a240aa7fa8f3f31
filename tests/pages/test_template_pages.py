"""The pages on which leads look after the templates: write, try on real tickets, publish, compare, bring back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connectors.models import Account
from inbox.models import Delivery, Message, Status, Ticket
from templates_app import versions
from templates_app.models import ReplyTemplate
from tests.make import make_message, make_order, make_template, make_ticket, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ROW = {"q0_name": "day", "q0_kind": "date", "q0_label": "Which day?", "q0_choices": ""}


@pytest.fixture
def as_lead(client: Client) -> Client:
    client.force_login(make_user(role="lead"))
    return client


def html(as_lead: Client, address: str, **values: Any) -> str:
    return str(as_lead.get(f"/templates/{address}", values).content.decode())


def write(as_lead: Client, address: str, **values: str) -> Any:
    given = {"name": "Parcel", "family": "information", "body_fr": "Le colis arrive le {{ ask.day }}.", **ROW, **values}
    return as_lead.post(f"/templates/{address}", given)


@pytest.mark.parametrize("address", ["", "new/", "gaps/", "shop/", "import/"])
def test_each_page_opens(as_lead: Client, address: str) -> None:
    assert as_lead.get(f"/templates/{address}").status_code == 200


def test_what_stands_where_a_placeholder_is_not_known_is_told_in_the_readers_language(as_lead: Client) -> None:
    assert "else “the carrier”" in html(as_lead, "new/")


def test_the_pages_of_one_template_open(as_lead: Client) -> None:
    one = make_template()
    for address in ("", "versions/", "preview/"):
        assert as_lead.get(f"/templates/{one.pk}/{address}").status_code == 200


def test_a_new_template_is_tried_on_real_tickets_before_it_is_published(as_lead: Client, account: Account) -> None:
    for number in ("1", "2", "3", "4"):
        make_message(make_ticket(account=account, language="fr", order_id=number))
        make_order(account=account, external_id=number, channel="")
    written = write(as_lead, "new/", body_fr="Commande {{ order.number }}, suivi {{ tracking.number }}.")
    made = ReplyTemplate.objects.get(name="Parcel")
    assert written.url == f"/templates/{made.pk}/preview/"
    assert made.published is None
    seen = as_lead.get(written.url).content.decode()
    assert seen.count("template-ticket") - seen.count("template-tickets") == 3
    assert "Not known on this ticket: tracking number." in seen
    as_lead.post(f"/templates/{made.pk}/publish/", {"version": "1"})
    assert ReplyTemplate.objects.usable().filter(pk=made.pk).exists()


def test_what_was_not_looked_at_is_not_published(as_lead: Client) -> None:
    write(as_lead, "new/")
    made = ReplyTemplate.objects.get(name="Parcel")
    write(as_lead, f"{made.pk}/", body_fr="Changed by somebody else")
    as_lead.post(f"/templates/{made.pk}/publish/", {"version": "1"})
    made.refresh_from_db()
    assert made.published is None


def test_versions_are_compared_and_an_earlier_one_brought_back(as_lead: Client) -> None:
    write(as_lead, "new/")
    made = ReplyTemplate.objects.get(name="Parcel")
    write(as_lead, f"{made.pk}/", body_fr="Le colis est perdu.", q0_name="")
    seen = html(as_lead, f"{made.pk}/versions/")
    assert "<ins>Le colis est perdu.</ins>" in seen
    assert "<del>Le colis arrive le {{ ask.day }}.</del>" in seen
    assert "<del>day · date · Which day?</del>" in seen
    as_lead.post(f"/templates/{made.pk}/versions/1/back/")
    newest = versions.newest(made)
    assert (newest.number, newest.bodies["fr"]) == (3, "Le colis arrive le {{ ask.day }}.")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{ order.colour }}", "There is no placeholder “order.colour”."),
        ("{{ ask.hour }}", "No question is called “hour”."),
        ("{% if order.number %}", "A block is not closed: “endif” is missing."),
        ("{% include 'x' %}", "“include” cannot be used here."),
        ("{{ order.number | shout }}", "There is no filter “shout”."),
    ],
)
def test_a_body_that_nobody_could_fill_in_is_refused_and_marked_as_it_is_typed(
    as_lead: Client, body: str, words: str
) -> None:
    checked = as_lead.post("/templates/check/", {"language": "fr", "body_fr": body, **ROW}).content.decode()
    assert words in checked
    assert "<mark>" in checked
    assert write(as_lead, "new/", body_fr=body).status_code == 422
    assert not ReplyTemplate.objects.filter(name="Parcel").exists()


def test_what_a_marketplace_forbids_is_marked_as_it_is_typed_and_not_kept(as_lead: Client) -> None:
    body = "Écrivez à moi@exemple.fr pour la commande {{ order.number }}."
    checked = as_lead.post("/templates/check/", {"language": "fr", "body_fr": body, **ROW}).content.decode()
    assert "No e-mail addresses" in checked
    assert "<mark>moi@exemple.fr</mark>" in checked
    assert write(as_lead, "new/", body_fr=body).status_code == 422
    assert write(as_lead, "new/", body_fr="Commande {{ order.number }}, colis {{ tracking.number }}").status_code == 302


def test_a_sound_body_is_shown_with_examples_as_it_is_typed(as_lead: Client) -> None:
    checked = as_lead.post("/templates/check/", {"language": "fr", "body_fr": "Suivi {{ tracking.number }}"})
    assert "Suivi XA123456789FR" in checked.content.decode()


def test_one_that_is_put_away_is_not_proposed_and_can_be_taken_out_again(as_lead: Client) -> None:
    made = make_template("Zebra", fr="Bonjour")
    as_lead.post(f"/templates/{made.pk}/retire/")
    assert "Zebra" not in html(as_lead, "")
    assert "Zebra" in html(as_lead, "", show="retired")
    as_lead.post(f"/templates/{made.pk}/retire/", {"back": "1"})
    assert "Zebra" in html(as_lead, "")


def test_the_list_says_how_often_it_was_sent_changed_and_enough(as_lead: Client, account: Account) -> None:
    ReplyTemplate.objects.all().delete()
    made = make_template("Parcel", fr="Bonjour")
    answered(account, made, edited=False)
    answered(account, made, edited=True)
    make_message(answered(account, made, edited=False), direction="out", delivery=Delivery.ACCEPTED)
    seen = html(as_lead, "")
    assert "<dd>3</dd>" in seen
    assert "33 % (1 of 3)" in seen
    assert "67 % (2 of 3)" in seen


def answered(account: Account, template: ReplyTemplate, *, edited: bool) -> Ticket:
    """A ticket that one reply from the template has solved."""
    ticket = make_ticket(account=account, status=Status.SOLVED)
    sent = make_message(ticket, direction="out", delivery=Delivery.ACCEPTED, written_at=timezone.now())
    values = {"template_version": template.published, "template_edited": edited}
    Message.objects.filter(pk=sent.pk).update(**values)
    return ticket


def test_those_to_look_at_again_are_listed_from_their_day_on(as_lead: Client) -> None:
    ReplyTemplate.objects.all().delete()
    today = timezone.localdate()
    for name, days in (("Due", 0), ("Later", 2)):
        made = make_template(name, fr="Bonjour")
        ReplyTemplate.objects.filter(pk=made.pk).update(review_on=today + timedelta(days=days))
    seen = html(as_lead, "", show="due")
    assert "Due" in seen
    assert "Later" not in seen
    assert "1 to look at again" in seen


def test_the_gap_report_names_what_does_not_speak_a_buyers_language(as_lead: Client, account: Account) -> None:
    ReplyTemplate.objects.all().delete()
    make_template("French only", fr="Bonjour")
    make_ticket(account=account, language="de")
    seen = html(as_lead, "gaps/")
    german = seen[seen.index("German") :]
    assert "French only" in german
    assert "100 % (1 of 1)" in german


def test_agents_read_templates_and_change_none(client: Client) -> None:
    client.force_login(make_user())
    one = make_template()
    assert client.get("/templates/").status_code == 200
    assert client.get(f"/templates/{one.pk}/versions/").status_code == 200
    for address in ("new/", "import/", "export/", "shop/", f"{one.pk}/", f"{one.pk}/preview/"):
        assert client.get(f"/templates/{address}").status_code == 403
