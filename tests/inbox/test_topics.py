"""What a ticket is about, and its level."""

import pytest
from django.utils import translation

from connectors.models import Account
from connectors.registry import connectors
from inbox.models import EventKind, Ticket, User
from inbox.tickets.errors import NoSuchTopic
from inbox.tickets.topics import TOPICS, set_level, set_topic, topic_choices, topic_name
from tests.make import NINE, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(desk: Account) -> Ticket:
    """A ticket of a marketplace that has topics of its own."""
    return make_ticket(account=desk, topic="late")


def test_a_topic_of_ours_replaces_the_marketplaces(told: Ticket, agent: User) -> None:
    set_topic(told, topic="withdrawal", by=agent, now=NINE)
    event = told.events.get(kind=EventKind.TOPIC)
    assert (told.topic, event.before, event.after) == ("withdrawal", {"value": "late"}, {"value": "withdrawal"})


def test_the_marketplaces_own_topics_can_be_chosen_beside_ours(told: Ticket) -> None:
    assert {"late", "withdrawal", "guarantee"} <= {code for code, _ in topic_choices(told)}


def test_topics_of_one_name_are_offered_once_and_the_tickets_own_wins(told: Ticket) -> None:
    with translation.override("en"):
        assert [code for code, name in topic_choices(told) if name == "Invoice"] == ["invoice"]
    Ticket.objects.filter(pk=told.pk).update(topic="parcels-of-tomorrow")
    told.refresh_from_db()
    assert ("parcels-of-tomorrow", "parcels-of-tomorrow") in topic_choices(told)


def test_a_topic_that_neither_side_knows_is_refused(told: Ticket, agent: User) -> None:
    with pytest.raises(NoSuchTopic):
        set_topic(told, topic="weather", by=agent, now=NINE)
    told.refresh_from_db()
    assert topic_name(told) == "Parcel is late"


def test_every_topic_of_ours_has_a_name() -> None:
    assert all(str(name) for name in TOPICS.values())


def test_what_marketplaces_mean_by_their_reasons_are_topics_of_ours() -> None:
    for connector in connectors().values():
        assert set(connector.topic_meanings) <= set(connector.topic_labels)
        assert set(connector.topic_meanings.values()) <= set(TOPICS)


def test_the_level_is_written_down(ticket: Ticket, agent: User) -> None:
    set_level(ticket, level=2, by=agent, now=NINE)
    set_level(ticket, level=2, by=agent, now=NINE)
    assert ticket.level == 2
    assert ticket.events.get(kind=EventKind.LEVEL).after == {"value": 2}
