"""Colleagues named in internal notes: who is meant, who is told, and what the page shows of it."""

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import Alert, AlertKind, EventKind, Role, Ticket, User
from inbox.tickets import triage
from inbox.tickets.mentions import mentions_in
from inbox.views.writing.note_pieces import Piece, pieces_of
from tests.make import NINE, make_account, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db: None) -> User:
    return make_user(email="ann@shop.test", first_name="Ann", last_name="Lee")


def told() -> list[User]:
    return [alert.user for alert in Alert.objects.filter(kind=AlertKind.MENTIONED).order_by("user__email")]


def test_whoever_is_named_is_told_once(ticket: Ticket, agent: User, ann: User) -> None:
    triage.add_note(ticket, body="@Ann Lee, please look; thanks @ann lee", by=agent, now=NINE)
    assert told() == [ann]


def test_nobody_is_told_of_his_own_note(ticket: Ticket, ann: User) -> None:
    triage.add_note(ticket, body="@Ann Lee: remember this", by=ann, now=NINE)
    assert told() == []


def test_an_outside_agent_is_meant_only_where_he_may_see_the_ticket(
    ticket: Ticket, agent: User, account: Account
) -> None:
    near = make_user(email="near@shop.test", first_name="Nia", role=Role.OUTSIDE)
    far = make_user(email="far@shop.test", first_name="Fay", role=Role.OUTSIDE)
    near.shops.set([account])
    far.shops.set([make_account(name="another")])
    triage.add_note(ticket, body="@Nia @Fay", by=agent, now=NINE)
    assert told() == [near]
    assert ticket.events.get(kind=EventKind.MENTIONED).after == {"people": [near.pk], "spans": [[0, 4]]}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ann Lee", ["Ann Lee"]),
        ("(@Ann Lee).", ["Ann Lee"]),
        ("@Ann Leeds", ["Ann"]),
        ("@Anna", []),
        ("ann@Ann.example", []),
        ("@Ann and @Ann Lee", ["Ann", "Ann Lee"]),
        ("nobody", []),
    ],
)
def test_of_two_names_the_longer_one_is_meant_and_never_a_part_of_a_word(text: str, names: list[str]) -> None:
    people = [User(first_name="Ann", email="a@shop.test"), User(first_name="Ann", last_name="Lee", email="l@shop.test")]
    assert [str(mention.person) for mention in mentions_in(text, people)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ines can you look?", ["Inès Fabre"]),
        ("@INÈS", ["Inès Fabre"]),
        ("@ines fabre", ["Inès Fabre"]),
        ("@t.weber: done", ["Tom Weber"]),
        ("@Tom", []),
        ("@tom weber, @Tom Lee", ["Tom Weber", "Tom Lee"]),
        ("@inesita", []),
    ],
)
def test_a_first_name_is_enough_where_one_colleague_has_it_with_or_without_its_accents(
    text: str, names: list[str]
) -> None:
    people = [
        User(first_name="Inès", last_name="Fabre", email="if@shop.test"),
        User(first_name="Tom", last_name="Weber", email="t.weber@shop.test"),
        User(first_name="Tom", last_name="Lee", email="tl@shop.test"),
    ]
    assert [str(mention.person) for mention in mentions_in(text, people)] == names


def test_the_place_of_a_name_is_the_texts_own_even_behind_accents() -> None:
    (mention,) = mentions_in("Élodie à côté, İ @inès", [User(first_name="Inès", email="i@shop.test")])
    assert "Élodie à côté, İ @inès"[mention.start : mention.end] == "@inès"


def test_a_note_is_shown_in_pieces() -> None:
    assert pieces_of("@Ann: see @Bob", [(0, 4), (10, 14)]) == [
        Piece("@Ann", is_mention=True),
        Piece(": see "),
        Piece("@Bob", is_mention=True),
    ]
    assert pieces_of("@Ann: s", [(0, 4), (10, 14)])[1:] == [Piece(": s")]


def test_the_page_marks_the_name_and_offers_colleagues_who_may_see_the_ticket(
    client: Client, ticket: Ticket, agent: User, ann: User
) -> None:
    make_user(email="far@shop.test", first_name="Fay", role=Role.OUTSIDE)
    triage.add_note(ticket, body="@Ann Lee <look>", by=agent, now=NINE)
    client.force_login(agent)
    page = client.get(reverse("ticket", args=[ticket.pk])).content.decode()
    assert '<mark class="mention">@Ann Lee</mark> &lt;look&gt;' in page
    offered = client.get(reverse("ticket_colleagues", args=[ticket.pk])).json()["people"]
    assert [person["name"] for person in offered] == ["Ann Lee"]
