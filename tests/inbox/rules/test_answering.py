"""Answers that rules prepare or send: once, said to be automatic, and never where a person is wanted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from connectors.models import Account
from inbox.models import Delivery, Draft, EventKind, Message, Rule, RuleRun, Ticket, User
from inbox.rules.ready_made.offer import READY_MADE, add
from inbox.rules.reasons import words_of
from inbox.rules.working import work_off
from inbox.sending.delivery import claim_due, deliver
from inbox.sending.drafts import keep_draft
from inbox.sending.outbox import queue_reply
from inbox.tickets import triage
from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.versions import About, Content
from tests.inbox.arrive import arrive, buyer_message
from tests.make import HOUR, NINE, make_account, make_order, make_rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_library")]

MINUTE = timedelta(minutes=1)


def make_template(body: str = "Bonjour, nous avons reçu votre message.", language: str = "fr") -> ReplyTemplate:
    template = versions.make(About("Reçu"), Content({language: body}), by=None, now=NINE)
    versions.publish(versions.newest(template))
    return template


def acknowledging(template: ReplyTemplate | None = None, *, minutes: int = 5) -> Rule:
    template = template or make_template()
    return make_rule({"do": "acknowledge", "value": {"template": str(template.pk), "minutes": minutes}})


def automatic_ones() -> list[Message]:
    return list(Message.objects.filter(direction="out", automatic=True).order_by("id"))


def why_not() -> str:
    [outcome] = RuleRun.objects.latest("id").outcomes
    assert outcome["state"] == "left"
    return words_of(outcome["why"])


def test_a_template_that_was_taken_back_sends_nothing_and_is_listed(account: Account) -> None:
    template = make_template()
    acknowledging(template)
    ReplyTemplate.objects.filter(pk=template.pk).update(published=None)
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    run = RuleRun.objects.get()
    assert (automatic_ones(), run.failed, run.outcomes[0]["state"]) == ([], True, "failed")


def test_an_acknowledgement_waits_its_minutes_and_says_that_it_is_automatic(account: Account) -> None:
    rule = acknowledging()
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    [reply] = automatic_ones()
    assert (reply.delivery, reply.send_after, reply.author) == (Delivery.QUEUED, NINE + 5 * MINUTE, rule.name)
    assert reply.body_text.startswith("Bonjour, nous avons reçu")
    assert "Message automatique." in reply.body_text
    assert claim_due(NINE + 4 * MINUTE) == []
    assert claim_due(NINE + 6 * MINUTE) == [reply.pk]


def test_it_stops_no_clock(account: Account) -> None:
    acknowledging()
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    due_at = Ticket.objects.get().reply_due_at
    Message.objects.filter(automatic=True).update(delivery=Delivery.ACCEPTED, external_id="x1", accepted_at=NINE)
    arrive(account, buyer_message("m2", at=NINE + HOUR))
    ticket = Ticket.objects.get()
    assert (ticket.needs_reply, ticket.reply_due_at) == (True, due_at)


def test_a_buyer_gets_one_in_an_episode(account: Account) -> None:
    acknowledging()
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    Message.objects.filter(automatic=True).update(delivery=Delivery.ACCEPTED, external_id="x1", accepted_at=NINE)
    arrive(account, buyer_message("m2", at=NINE + HOUR))
    work_off(NINE + HOUR)
    assert len(automatic_ones()) == 1
    assert why_not()


def test_it_is_taken_back_when_a_person_answers_first(account: Account, agent: User) -> None:
    acknowledging()
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    queue_reply(Ticket.objects.get(), body="Il arrive demain.", by=agent, now=NINE + MINUTE)
    [reply] = automatic_ones()
    assert reply.delivery == Delivery.CANCELLED


def test_it_is_taken_back_when_nobody_waits_any_more(account: Account, agent: User) -> None:
    acknowledging()
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    triage.no_answer_needed(Ticket.objects.get(), by=agent, now=NINE + MINUTE)
    [reply] = automatic_ones()
    assert deliver(reply.pk, now=NINE + 10 * MINUTE) is None
    reply.refresh_from_db()
    assert reply.delivery == Delivery.CANCELLED


def test_none_goes_where_the_marketplace_does_not_count_it(simulated_amazon: Account) -> None:
    acknowledging()
    arrive(simulated_amazon, buyer_message("m1"))
    work_off(NINE)
    assert automatic_ones() == []
    assert simulated_amazon.marketplace_label in why_not()


def test_none_goes_to_an_address_that_nobody_reads(account: Account) -> None:
    acknowledging()
    arrive(account, buyer_message("m1", author="no-reply@shop.test"))
    work_off(NINE)
    assert automatic_ones() == []
    assert why_not()


def test_what_is_missing_is_listed_and_nothing_is_sent(account: Account) -> None:
    acknowledging(make_template("Suivi : {{ tracking.number }}"))
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    run = RuleRun.objects.get()
    assert (run.failed, automatic_ones()) == (True, [])


def test_a_text_that_the_marketplace_forbids_is_listed_and_not_sent(account: Account) -> None:
    acknowledging(make_template("Écrivez-nous à boutique.velo@orange.fr, merci."))
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    assert (RuleRun.objects.get().failed, automatic_ones()) == (True, [])


def test_a_text_in_another_language_than_the_buyers_is_listed_and_not_sent(account: Account) -> None:
    """It stands under French, and its last line, which says that it is automatic, is French."""
    acknowledging(make_template("Hello, we have received your message and somebody will answer you tomorrow morning."))
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    run = RuleRun.objects.get()
    assert (run.failed, automatic_ones()) == (True, [])
    assert "(langue)" in words_of(run.outcomes[0]["why"])


def test_a_buyer_whose_language_nobody_knows_is_left_to_a_person(account: Account) -> None:
    acknowledging()
    arrive(account, buyer_message("m1", text="ta"))
    work_off(NINE)
    assert (Ticket.objects.get().language, automatic_ones()) == ("", [])
    assert "langue" in why_not()


def test_a_template_that_does_not_speak_the_buyers_language_is_listed_and_not_sent(account: Account) -> None:
    acknowledging(make_template("Guten Tag, wir haben Ihre Nachricht erhalten.", language="de"))
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    run = RuleRun.objects.get()
    assert (run.failed, automatic_ones()) == (True, [])
    assert "français" in words_of(run.outcomes[0]["why"])


def ask_where(account: Account, text: str = "Bonjour, où est mon colis ? Merci") -> None:
    arrive(account, buyer_message("m1", text=text, order_id="12-34567-89012"))
    Ticket.objects.update(topic="delivery", language="fr", order_id="12-34567-89012")
    work_off(NINE)


@pytest.fixture
def on_its_way(account: Account, lead: User) -> Rule:
    make_order(
        account=account,
        external_id="12-34567-89012",
        channel="",
        state="SHIPPED",
        shipped_at=NINE,
        carrier="Colissimo",
        tracking="6A12345678901",
        deliver_by=timezone.now() + 9 * HOUR,
    )
    rule = add(READY_MADE["on-its-way"], by=lead, now=NINE)
    assert not rule.active
    Rule.objects.update(active=True)
    return rule


def test_where_is_my_order_is_answered_from_the_tracking(account: Account, on_its_way: Rule) -> None:
    ask_where(account)
    [reply] = automatic_ones()
    assert "6A12345678901" in reply.body_text
    assert Ticket.objects.get().events.filter(kind=EventKind.RULE).exists()


@pytest.mark.parametrize(
    "text",
    [
        "Où est mon colis ? C'est une honte, je porte plainte au tribunal !",
        "Je souhaite me rétracter de ma commande, où est mon colis ?",
    ],
)
def test_anger_and_withdrawals_are_left_to_a_person(account: Account, on_its_way: Rule, text: str) -> None:
    ask_where(account, text)
    assert automatic_ones() == []
    assert why_not()


def test_words_about_something_else_than_the_ticket_are_left_to_a_person(account: Account, on_its_way: Rule) -> None:
    ask_where(account, "Bonjour, pouvez-vous annuler ma commande ? Merci")
    assert automatic_ones() == []
    assert why_not()


def test_a_reason_of_the_marketplaces_own_counts_as_what_it_means(lead: User) -> None:
    account = make_account(marketplace="cdiscount")
    promised = {"deliver_by": timezone.now() + 9 * HOUR, "shipped_at": NINE, "state": "Shipped", "channel": ""}
    make_order(account=account, external_id="2411222A", carrier="Colissimo", tracking="6A12345678901", **promised)
    add(READY_MADE["on-its-way"], by=lead, now=NINE)
    Rule.objects.update(active=True)
    arrive(account, buyer_message("m1", text="Bonjour, où est mon colis ?", order_id="2411222A"))
    Ticket.objects.update(topic="orderNotShipped")
    work_off(NINE)
    [reply] = automatic_ones()
    assert "6A12345678901" in reply.body_text


def test_a_prepared_answer_stands_before_whoever_comes_first(account: Account, agent: User) -> None:
    template = make_template()
    make_rule({"do": "draft", "value": str(template.pk)})
    arrive(account, buyer_message("m1"))
    work_off(NINE)
    ticket = Ticket.objects.get()
    draft = Draft.objects.get(ticket=ticket)
    assert (draft.user, draft.text) == (None, "Bonjour, nous avons reçu votre message.")
    keep_draft(ticket, "Bonjour Zoé", seen=None, by=agent)
    assert [one.user for one in Draft.objects.filter(ticket=ticket)] == [agent]


@pytest.fixture
def simulated_amazon(db: None) -> Account:
    return make_account(marketplace="amazon", name="A")
