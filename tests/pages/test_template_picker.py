"""Picking a template while writing: what is proposed and why, what is filled in, what a sent reply remembers."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connectors.models import Account
from inbox.errors import PlaceLeftOpen
from inbox.models import Draft, Message, Ticket, Understanding, User
from inbox.sending.outbox import cancel_reply, queue_reply
from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.questions import questions_from
from tests.make import NINE, make_message, make_order, make_template, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def waiting(account: Account) -> Ticket:
    """A French buyer who asks where the parcel is."""
    ReplyTemplate.objects.all().delete()
    ticket = make_ticket(account=account, topic="delivery", language="fr", order_id="77-1")
    make_message(ticket, body_text="Bonjour, où est mon colis ?")
    make_order(account=account, external_id="77-1", channel="", tracking="XA1", shipped_at=NINE, carrier="Colissimo")
    return ticket


@pytest.fixture
def as_agent(agent: User, client: Client) -> Client:
    client.force_login(agent)
    return client


def names(html: str) -> list[str]:
    return [part.split("</span>")[0] for part in html.split("</kbd><span>")[1:]]


def take(as_agent: Client, ticket: Ticket, template: ReplyTemplate, **values: str) -> Any:
    return as_agent.post(f"/tickets/{ticket.pk}/templates/{template.pk}/", {"language": "fr", **values}, headers=FETCH)


def test_where_the_marketplace_has_a_reason_of_its_own_the_buyers_words_tell_the_topic(
    as_agent: Client, waiting: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_template("Parcel", topic="delivery", fr="Votre colis")
    make_template("Broken", topic="defective", fr="Nous sommes désolés")
    Ticket.objects.filter(pk=waiting.pk).update(topic="their-code")
    monkeypatch.setattr(waiting.account.connector_class, "topic_meanings", {"their-code": "delivery"})
    path = f"/tickets/{waiting.pk}/templates/"
    assert "same topic: Delivery" in as_agent.get(path, headers=FETCH).content.decode()
    said = make_message(waiting, body_text="Il ne s'allume pas", written_at=NINE + timedelta(minutes=1))
    Understanding.objects.create(message=said, topic="defective", level=2)
    chased = make_message(waiting, body_text="??", written_at=NINE + timedelta(minutes=2))
    Understanding.objects.create(message=chased, topic="other", level=1)
    html = as_agent.get(path, headers=FETCH).content.decode()
    assert names(html)[0] == "Broken"
    assert "same topic: Damaged or defective" in html


def test_who_only_asks_again_is_answered_by_what_he_wrote_before(as_agent: Client, waiting: Ticket) -> None:
    make_template("Above", fr="ci-dessus au dessus relance")
    make_template("Charger", fr="Le chargeur de rechange")
    for minute, words in enumerate(("Mon chargeur de rechange manque", "je relance, voir au dessus"), start=1):
        make_message(waiting, body_text=words, written_at=NINE + timedelta(minutes=minute))
    html = as_agent.get(f"/tickets/{waiting.pk}/templates/", headers=FETCH).content.decode()
    assert html.split("Charger</span>")[1].split("picker-text")[0].count("like the message") == 1


def test_the_best_fit_comes_first_and_says_why(as_agent: Client, waiting: Ticket) -> None:
    make_template("Invoice", topic="invoice", fr="Votre facture", en="Your invoice")
    make_template("Tracking", topic="delivery", fr="Votre colis {{ tracking.number }}", en="Your parcel")
    make_template("Only English", topic="delivery", en="Your parcel")
    make_template("Elsewhere", topic="delivery", marketplaces=("mirakl",), fr="Votre colis")
    html = as_agent.get(f"/tickets/{waiting.pk}/templates/", headers=FETCH).content.decode()
    assert names(html) == ["Tracking", "Only English", "Invoice"]
    assert "same topic: Delivery" in html
    assert "in French" in html
    assert "only in English" in html
    assert "Votre colis XA1" in html


def test_what_is_typed_narrows_the_list(as_agent: Client, waiting: Ticket) -> None:
    make_template("Invoice", topic="invoice", fr="Votre facture")
    make_template("Tracking", topic="delivery", fr="Votre colis")
    html = as_agent.get(f"/tickets/{waiting.pk}/templates/", {"q": "invo"}, headers=FETCH).content.decode()
    assert names(html) == ["Invoice"]


def test_a_template_is_filled_in_and_the_sent_reply_remembers_it(
    as_agent: Client, waiting: Ticket, agent: User
) -> None:
    template = make_template("Tracking", fr="Le colis {{ tracking.number }} est parti le {{ order.shipped_on }}.")
    said = take(as_agent, waiting, template).json()
    assert said["text"] == "Le colis XA1 est parti le 16 novembre 2026."
    as_agent.post(f"/tickets/{waiting.pk}/write/", _written(said, said["text"]))
    as_agent.post(f"/tickets/{waiting.pk}/write/", _written(said, said["text"] + " À bientôt."))
    as_is, changed = Message.objects.filter(ticket=waiting, direction="out").order_by("id")
    assert (as_is.template_version, as_is.template_language, as_is.template_edited) == (template.published, "fr", False)
    assert changed.template_edited is True
    template.refresh_from_db()
    assert template.use_count == 2
    cancel_reply(changed, by=agent, now=timezone.now())
    template.refresh_from_db()
    assert template.use_count == 1


def test_what_is_missing_is_marked_and_such_a_reply_is_not_sent(as_agent: Client, waiting: Ticket, agent: User) -> None:
    template = make_template("Mediator", fr="Le médiateur : {{ law.mediator }}.")
    said = take(as_agent, waiting, template).json()
    assert said["open"] == 1
    assert "⟦name of the mediator⟧" in said["text"]
    with pytest.raises(PlaceLeftOpen):
        queue_reply(waiting, body=said["text"], by=agent, now=timezone.now())
    html = as_agent.post(f"/tickets/{waiting.pk}/write/", _written(said, said["text"]), follow=True).content.decode()
    assert "Something is still missing where ⟦…⟧ stands." in html
    assert not Message.objects.filter(ticket=waiting, direction="out").exists()


def test_questions_are_asked_in_place_and_their_answers_written_by_locale(as_agent: Client, waiting: Ticket) -> None:
    specs = [{"name": "day", "kind": "date", "label": "Day"}, {"name": "sum", "kind": "amount", "label": "Amount"}]
    template = make_template("Refund", questions=questions_from(specs), fr="{{ ask.sum }} le {{ ask.day }}")
    assert "Amount" in take(as_agent, waiting, template).content.decode()
    wrong = take(as_agent, waiting, template, **{"answered": "1", "ask-day": "2026-12-01", "ask-sum": "much"})
    assert wrong.status_code == 422
    assert "An amount is asked for" in wrong.content.decode()
    said = take(as_agent, waiting, template, **{"answered": "1", "ask-day": "2026-12-01", "ask-sum": "12,5"})
    assert said.json()["text"] == "12,50\xa0€ le 1er décembre 2026"


def test_without_scripts_the_text_becomes_the_draft(as_agent: Client, waiting: Ticket, agent: User) -> None:
    template = make_template("Tracking", fr="Le colis {{ tracking.number }}.")
    assert "Tracking" in as_agent.get(f"/tickets/{waiting.pk}/templates/").content.decode()
    as_agent.post(f"/tickets/{waiting.pk}/templates/{template.pk}/", {"language": "fr"})
    draft = Draft.objects.get(ticket=waiting, user=agent)
    assert draft.text == "Le colis XA1."
    assert draft.template.startswith(f"{template.published_id}:fr:")
    assert f'value="{draft.template}"' in as_agent.get(f"/tickets/{waiting.pk}/").content.decode()


def test_buyers_who_are_called_by_a_user_name_are_not_greeted_by_it(as_agent: Client, waiting: Ticket) -> None:
    template = make_template("Hello", fr="Bonjour{% if buyer.name %} {{ buyer.name }}{% endif %},")
    assert take(as_agent, waiting, template).json()["text"] == "Bonjour,"
    waiting.buyer.name = "MARIE DUPONT"
    waiting.buyer.save()
    assert take(as_agent, waiting, template).json()["text"] == "Bonjour Marie Dupont,"


def test_templates_that_are_not_published_or_put_away_cannot_be_taken(as_agent: Client, waiting: Ticket) -> None:
    template = make_template("Tracking", fr="Le colis")
    versions.retire(template, now=NINE + timedelta(days=1))
    assert take(as_agent, waiting, template).status_code == 404
    assert names(as_agent.get(f"/tickets/{waiting.pk}/templates/", headers=FETCH).content.decode()) == []


def _written(said: dict[str, Any], body: str) -> dict[str, str]:
    return {"kind": "reply", "body": body, "key": json.dumps(body)[:60], "template": said["template"]}
