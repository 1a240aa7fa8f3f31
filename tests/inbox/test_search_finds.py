"""What the search box finds: words in their forms, names, operators, and what they rule out."""

from datetime import timedelta

import pytest

from connectors.models import Account
from inbox.models import Attachment, Message, Role, Status, Ticket, User
from inbox.models.ticket import Priority
from inbox.search.find import search_tickets, ticket_meant
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_claim, make_message, make_ticket, make_user

pytestmark = pytest.mark.django_db


def found(text: str, user: User) -> set[Ticket]:
    return set(search_tickets(Ticket.objects.visible_to(user), text, user=user, now=NINE))


def said(account: Account, text: str, language: str, **fields: object) -> Ticket:
    ticket = make_ticket(account=account, subject="", **fields)  # type: ignore[arg-type]
    make_message(ticket, body_text=text, language=language)
    return ticket


@pytest.mark.parametrize(
    ("language", "text", "searched"),
    [
        ("fr", "J'ai demandé le remboursement des lampes cassées", "remboursée"),
        ("fr", "J'ai demandé le remboursement des lampes cassées", "casse lampe"),
        ("fr", "Deux colis expédiés, un seul reçu", "expediee"),
        ("fr", "Deux colis expédiés, un seul reçu", "reçus"),
        ("fr", "La livraison devait être payée d'avance", "payer"),
        ("en", "Two parcels were delivered broken", "parcel delivering"),
        ("en", "Please send the batteries", "battery"),
        ("de", "Die Rückgaben der beschädigten Pakete", "Rueckgabe Paket"),
        ("de", "Die Größen stimmen nicht", "grosse"),
        ("es", "Quiero hacer dos devoluciones de los envíos", "devolucion envio"),
        ("es", "La factura no ha sido enviada", "facturas enviar"),
        ("it", "I pacchi non sono stati spediti", "pacco spedito"),
        ("it", "Vorrei un rimborso, è rotta", "rimborsare rotto"),
        ("", "merci beaucoup", "Merci"),
    ],
)
def test_a_word_is_found_in_its_other_forms(
    agent: User, account: Account, language: str, text: str, searched: str
) -> None:
    said(account, "Bonjour", "fr")
    ticket = said(account, text, language)

    assert found(searched, agent) == {ticket}


@pytest.mark.parametrize("searched", ["carton", "casserole", "expert"])
def test_another_word_that_only_begins_alike_is_not_found(agent: User, account: Account, searched: str) -> None:
    said(account, "La carte cassée fut expédiée", "fr")

    assert found(searched, agent) == set()


def test_words_in_quotes_stand_one_after_the_other_as_they_are(agent: User, account: Account) -> None:
    right = said(account, "Le colis\nperdu est revenu (100 %).", "fr")
    said(account, "J'ai perdu le colis", "fr")
    said(account, "Des colis perdus", "fr")

    assert found('"colis perdu"', agent) == {right}
    assert found("« COLIS PERDU »", agent) == {right}
    assert found('"(100 %)."', agent) == {right}


def test_a_minus_rules_out_whatever_message_or_name_has_it(agent: User, account: Account) -> None:
    right = said(account, "Mon colis est perdu", "fr")
    other = said(account, "Mon colis est perdu", "fr")
    make_message(other, body_text="Je veux un remboursement", language="fr")
    make_ticket(account=account, subject="colis, remboursement")

    assert found("colis -remboursé", agent) == {right}
    assert right in found("-remboursement", agent)


def test_a_buyers_name_and_a_word_of_a_message_go_together(agent: User, account: Account) -> None:
    buyer = make_buyer(account=account, name="Jeanne Martin")
    right = said(account, "Où est mon colis ?", "fr", buyer=buyer)
    said(account, "Où est mon colis ?", "fr")
    said(account, "Bonjour", "fr", buyer=buyer)

    assert found("colis martin", agent) == {right}


def test_the_very_name_of_a_buyer_is_no_name_and_a_word(agent: User, account: Account) -> None:
    buyer = make_buyer(account=account, name="Jeanne Martin")
    theirs = said(account, "Bonjour", "fr", buyer=buyer)
    mentioned = said(account, "Le colis est pour Jeanne Martin", "fr")
    said(account, "Le colis est pour mon ami Martin", "fr", buyer=make_buyer(account=account, name="Jeanne Petit"))

    assert found("jeanne martin", agent) == {theirs, mentioned}


def test_a_name_and_a_word_of_the_subject_go_together(agent: User, account: Account) -> None:
    buyer = make_buyer(account=account, name="Jeanne Martin")
    right = make_ticket(account=account, buyer=buyer, subject="Vélo cassé")
    make_ticket(account=account, buyer=buyer, subject="Autre")

    assert found("velo martin", agent) == {right}


@pytest.fixture
def one(account: Account, agent: User) -> Ticket:
    """A ticket that is everything that can be asked for, beside one that is nothing of it."""
    make_ticket(account=account, status=Status.SOLVED, last_message_at=NINE - 400 * DAY)
    shop = make_account(marketplace="cdiscount", name="Lampes & Co", channels={"FRANCE": {}})
    buyer = make_buyer(account=shop, handle="lise_44", name="Élise Müller")
    ticket = make_ticket(
        account=shop,
        buyer=buyer,
        order_id="12-345",
        language="de",
        channel="FRANCE",
        tags=["vip"],
        topic="refund",
        level=2,
        assignee=agent,
        unread=True,
        priority=Priority.HIGH,
        needs_reply=True,
        reply_due_at=NINE - HOUR,
    )
    make_claim(ticket)
    Attachment.objects.create(message=make_message(ticket), name="box.jpg")
    make_message(ticket, direction="note")
    ticket.refresh_from_db()
    return ticket


@pytest.mark.parametrize(
    "text",
    [
        *("from:lise_44", "de:müller", 'from:"elise muller"', "order:12-345", "commande:12-3", "lang:de"),
        *("langue:allemand", "lang:german", "on:cdiscount", "marketplace:Cdiscount", "sur:cdiscount"),
        *("account:lampes", 'compte:"Lampes & Co"', "to:lampes", "channel:france", "tag:vip", "étiquette:VIP"),
        *("topic:refund", "sujet:refund", "assignee:me", "assignee:camille", "attribué:moi", "level:2", "niveau:2"),
        *("after:2026-01-01", "après:hier", "has:file", "avec:fichier", "has:note", "has:order", "is:late"),
        *("est:en-retard", "is:overdue", "is:today", "is:unanswered", "is:open", "est:ouvert", "is:mine", "is:claim"),
        *("est:réclamation", "is:unread", "is:urgent", "is:late lang:de from:lise", "-is:unassigned", "-before:2026"),
    ],
)
def test_an_operator_finds_what_is_like_it(agent: User, one: Ticket, text: str) -> None:
    assert found(text, agent) == {one}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("is:snoozed", "snoozed"), ("est:en-pause", "snoozed"), ("is:solved", "solved"), ("est:résolu", "solved")),
        *(("is:spam", "spam"), ("est:indésirable", "spam"), ("is:merged", "merged"), ("is:waiting", "waiting")),
    ],
)
def test_every_status_is_found_when_it_is_asked_for(agent: User, account: Account, text: str, status: str) -> None:
    make_ticket(account=account)
    ticket = make_ticket(account=account, status=status)

    assert found(text, agent) == {ticket}


def test_spam_and_merged_tickets_are_found_by_nothing_else(agent: User, account: Account) -> None:
    said(account, "colis", "fr", status=Status.SPAM)
    said(account, "colis", "fr", status=Status.MERGED)
    snoozed = said(account, "colis", "fr", status=Status.SNOOZED)

    assert found("colis", agent) == {snoozed}
    assert len(found("colis is:spam", agent)) == 1


def test_what_is_solved_long_ago_is_in_the_archive(agent: User, account: Account) -> None:
    old = make_ticket(account=account, status=Status.SOLVED, solved_at=NINE - timedelta(days=31))
    make_ticket(account=account, status=Status.SOLVED, solved_at=NINE - DAY)

    assert found("is:archived", agent) == {old}


def test_an_outside_agent_finds_only_what_he_may_see(account: Account) -> None:
    elsewhere = make_account(name="Secret shop")
    said(elsewhere, "colis", "fr")
    mine = said(account, "colis", "fr")
    outside = make_user(role=Role.OUTSIDE, email="outside@agency.test")
    outside.shops.set([account])

    assert found("colis", outside) == {mine}
    assert found("account:secret", outside) == {mine}


def test_a_number_means_one_ticket(agent: User, account: Account) -> None:
    ticket = make_ticket(account=account, order_id="12-34567-89012")

    assert ticket_meant(f"#{ticket.pk}", agent, now=NINE) == ticket
    assert ticket_meant(str(ticket.pk), agent, now=NINE) == ticket
    assert ticket_meant(" 12-34567-89012 ", agent, now=NINE) == ticket
    assert ticket_meant("12-34567", agent, now=NINE) is None
    assert ticket_meant(f"#{ticket.pk} is:late", agent, now=NINE) is None


def test_an_order_with_two_tickets_means_neither(agent: User, account: Account) -> None:
    make_ticket(account=account, order_id="12-345")
    make_ticket(account=account, order_id="12-345")

    assert ticket_meant("12-345", agent, now=NINE) is None
    assert Message.objects.count() == 0
