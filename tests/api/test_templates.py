"""Reply templates over the API, and filling one in for a ticket."""

import pytest

from inbox.models import Message, Ticket
from templates_app.models import ReplyTemplate
from tests.api.conftest import ApiClient
from tests.make import NINE, make_message, make_order

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Parcel",
    "topic": "delivery",
    "bodies": {"fr": "Le colis {{ tracking.number }} arrive le {{ ask.day }}.", "en": "It comes on {{ ask.day }}."},
    "marketplaces": ["ebay"],
    "questions": [{"name": "day", "kind": "date", "label": {"fr": "Jour", "en": "Day"}}],
}


@pytest.fixture
def asked(ticket: Ticket) -> Ticket:
    """A French buyer whose parcel is on its way."""
    Ticket.objects.filter(pk=ticket.pk).update(order_id="77-1", language="fr")
    make_message(ticket)
    make_order(account=ticket.account, external_id="77-1", channel="", tracking="XA1", shipped_at=NINE)
    return ticket


def test_leads_read_and_write_templates(as_agent: ApiClient, as_lead: ApiClient) -> None:
    assert [as_agent.get("/templates").status_code, as_agent.post("/templates", NEW).status_code] == [403, 403]
    made = as_lead.post("/templates", NEW)
    assert made.status_code == 201, made.content
    one = made.json()
    assert {name: one[name] for name in NEW} == NEW
    assert (one["version"], one["published_version"]) == (1, 1)
    assert one in as_lead.get("/templates").json()["items"]
    assert as_lead.get(f"/templates/{one['id']}").json() == one


def test_other_words_are_a_new_version_and_other_facts_none(as_lead: ApiClient) -> None:
    made = as_lead.post("/templates", NEW).json()
    path = f"/templates/{made['id']}"
    renamed = as_lead.patch(path, {"name": "Where is it?"}).json()
    assert (renamed["name"], renamed["version"], renamed["topic"]) == ("Where is it?", 1, "delivery")
    english = NEW["bodies"]["en"]  # type: ignore[index]
    kept = as_lead.patch(path, {"bodies": {"fr": "Bonjour"}, "publish": False}).json()
    assert (kept["version"], kept["published_version"]) == (2, 1)
    assert kept["bodies"] == {"fr": "Bonjour", "en": english}
    assert as_lead.delete(path).status_code == 204
    assert as_lead.get(path).json()["retired_at"] is not None
    assert not ReplyTemplate.objects.usable().filter(pk=made["id"]).exists()


def test_a_change_leaves_the_other_languages_alone_and_null_takes_one_away(as_lead: ApiClient) -> None:
    path = f"/templates/{as_lead.post('/templates', NEW).json()['id']}"
    english = NEW["bodies"]["en"]  # type: ignore[index]
    both = as_lead.patch(path, {"bodies": {"de": "Er kommt am {{ ask.day }}.", "fr": None}}).json()
    assert both["bodies"] == {"en": english, "de": "Er kommt am {{ ask.day }}."}
    assert as_lead.patch(path, {"bodies": {"de": " "}}).json()["bodies"] == {"en": english}
    assert as_lead.patch(path, {"bodies": {}}).json()["version"] == 3
    none_left = as_lead.patch(path, {"bodies": {"en": None}})
    assert (none_left.status_code, none_left.json()["errors"][0]["field"]) == (422, "bodies")
    unasked = as_lead.patch(path, {"questions": []})
    assert (unasked.status_code, unasked.json()["errors"][0]["field"]) == (422, "bodies.en")
    assert as_lead.get(path).json()["bodies"] == {"en": english}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"bodies": {"fr": "{{ order.colour }}"}}, "bodies.fr"),
        ({"bodies": {"xx": "Hello"}}, "bodies.xx"),
        ({"bodies": {}}, "bodies"),
        ({"topic": "weather"}, "topic"),
        ({"marketplaces": ["nowhere"]}, "marketplaces"),
        ({"questions": [{"name": "Big Name"}]}, "questions"),
        ({"questions": [{"name": "day", "kind": "date", "label": {"fr": "nul \x00"}}]}, "questions"),
        ({"questions": [{"name": "day", "kind": "choice", "choices": ["half \ud800"]}]}, "questions"),
    ],
)
def test_what_cannot_be_kept_is_a_422_that_names_it(as_lead: ApiClient, changed: dict[str, object], field: str) -> None:
    answer = as_lead.post("/templates", NEW | changed)
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["field"] == field


def test_a_template_is_filled_in_for_a_ticket_in_the_buyers_language(
    as_agent: ApiClient, as_lead: ApiClient, asked: Ticket
) -> None:
    template = as_lead.post("/templates", NEW).json()["id"]
    said = as_agent.post(f"/tickets/{asked.pk}/render", {"template": template, "answers": {"day": "2026-12-01"}}).json()
    assert (said["text"], said["language"]) == ("Le colis XA1 arrive le 1er décembre 2026.", "fr")
    assert (said["sendable"], said["missing"]) == (True, [])
    english = {"template": template, "language": "en", "answers": {"day": "2026-12-01"}}
    assert as_agent.post(f"/tickets/{asked.pk}/render", english).json()["text"] == "It comes on 1 December 2026."


def test_what_is_missing_has_its_place_and_such_a_text_is_not_sent(
    as_agent: ApiClient, as_lead: ApiClient, asked: Ticket
) -> None:
    template = as_lead.post("/templates", NEW).json()["id"]
    said = as_agent.post(f"/tickets/{asked.pk}/render", {"template": template}).json()
    assert not said["sendable"]
    (missing,) = said["missing"]
    assert missing["path"] == "ask.day"
    assert said["text"][missing["start"] : missing["end"]] == "⟦Jour⟧"
    refused = as_agent.reply(asked.pk, said["text"])
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:guichet:place-left-open")


def test_a_reply_says_from_which_template_it_was_made(as_agent: ApiClient, as_lead: ApiClient, asked: Ticket) -> None:
    template = as_lead.post("/templates", NEW | {"questions": [], "bodies": {"fr": "Bonjour"}}).json()["id"]
    said = as_agent.post(f"/tickets/{asked.pk}/render", {"template": template}).json()
    payload = {"body": said["text"], "template": said["used"]}
    as_agent.post(f"/tickets/{asked.pk}/replies", payload, **{"Idempotency-Key": "k"})
    sent = Message.objects.get(ticket=asked, direction="out")
    assert sent.template_version is not None
    assert (sent.template_version.template_id, sent.template_edited) == (template, False)
    assert as_lead.get(f"/templates/{template}").json()["use_count"] == 1


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ({"language": "pl"}, "language"),
        ({"answers": {"day": "tomorrow"}}, "answers.day"),
        ({"answers": {"colour": "red"}}, "answers.colour"),
    ],
)
def test_wrong_wishes_are_a_422_that_names_them(
    as_agent: ApiClient, as_lead: ApiClient, asked: Ticket, asks: dict[str, object], field: str
) -> None:
    template = as_lead.post("/templates", NEW).json()["id"]
    answer = as_agent.post(f"/tickets/{asked.pk}/render", {"template": template} | asks)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_only_leads_try_what_is_not_published(as_agent: ApiClient, as_lead: ApiClient, asked: Ticket) -> None:
    template = as_lead.post("/templates", NEW | {"publish": False}).json()["id"]
    path = f"/tickets/{asked.pk}/render"
    assert as_agent.post(path, {"template": template}).status_code == 404
    assert as_lead.post(path, {"template": template}).status_code == 200
    assert as_agent.post(path, {"template": 10**9}).status_code == 404
