"""Templates as files: out and in again unchanged; the macros of other helpdesks with a report of what was lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from templates_app import versions
from templates_app.models import ReplyTemplate
from templates_app.questions import questions_from
from tests.make import make_template, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ZENDESK = {
    "macros": [
        {
            "title": "Where is it",
            "active": True,
            "actions": [
                {"field": "comment_value_html", "value": "<p>Hello {{ticket.requester.first_name}},</p><p>Soon.</p>"},
                {"field": "status", "value": "solved"},
            ],
        },
        {"title": "Only closes", "active": True, "actions": [{"field": "status", "value": "closed"}]},
    ]
}
GORGIAS = {
    "data": [
        {
            "name": "Refund",
            "intent": "refund/request",
            "language": "fr",
            "actions": [
                {
                    "name": "setResponseText",
                    "arguments": {"body_text": "Ah {{ticket.customer.firstname}}, {{x.y}}"},
                },
                {"name": "addAttachments", "arguments": {}},
                {"name": "addTags", "arguments": {}},
            ],
        }
    ]
}
FRESHDESK = [
    {"title": "Thanks", "content": "Thank you {{ticket.requester.name}}", "content_html": "", "attachments": []}
]


@pytest.fixture
def as_lead(client: Client) -> Client:
    ReplyTemplate.objects.all().delete()
    client.force_login(make_user(role="lead"))
    return client


def bring_in(as_lead: Client, content: Any, *, language: str = "en") -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = as_lead.post("/templates/import/", {"file": SimpleUploadedFile("f.json", data), "language": language})
    return str(answer.content.decode())


def words_of(name: str, language: str) -> str:
    return str(versions.newest(ReplyTemplate.objects.get(name=name)).bodies[language])


def test_what_goes_out_comes_in_again_as_it_was_but_unpublished(as_lead: Client) -> None:
    asks = questions_from([{"name": "way", "kind": "choice", "label": "How?", "choices": ["post", "van"]}])
    make_template("Parcel", questions=asks, topic="delivery", marketplaces=("ebay",), fr="Par {{ ask.way }}", de="Ja")
    file = as_lead.get("/templates/export/").content
    ReplyTemplate.objects.all().delete()
    assert "1 template came in from Guichet" in bring_in(as_lead, file)
    again = ReplyTemplate.objects.get()
    newest = versions.newest(again)
    assert (again.name, again.topic, again.marketplaces) == ("Parcel", "delivery", ["ebay"])
    assert newest.bodies == {"fr": "Par {{ ask.way }}", "de": "Ja"}
    assert questions_from(newest.questions) == asks
    assert again.published is None


def test_macros_of_zendesk_come_in_with_a_report(as_lead: Client) -> None:
    report = bring_in(as_lead, ZENDESK)
    assert words_of("Where is it", "en") == "Hello {{ buyer.name }},\n\nSoon."
    assert "does no more: status" in report
    assert "Only closes" in report
    assert "left out: it has no words" in report


def test_an_internal_note_of_zendesk_is_no_answer_to_buyers(as_lead: Client) -> None:
    def one(name: str, public: Any) -> dict[str, Any]:
        said = {"field": "comment_value", "value": "Look into the stock"}
        return {"title": name, "actions": [said, {"field": "comment_mode_is_public", "value": public}]}

    report = bring_in(as_lead, {"macros": [one("Note", "false"), one("Also", False), one("Answer", "true")]})
    assert [row.name for row in ReplyTemplate.objects.all()] == ["Answer"]
    assert report.count("left out: it writes an internal note") == 2
    assert "comment_mode_is_public" not in report


def test_one_without_a_name_is_told(as_lead: Client) -> None:
    assert "left out: one without a name" in bring_in(as_lead, [{"title": "", "content": "Thanks"}])


def test_macros_of_gorgias_come_in_with_a_report(as_lead: Client) -> None:
    report = bring_in(as_lead, GORGIAS)
    assert words_of("Refund", "fr") == "Ah {{ buyer.name }}, {{ ask.blank_1 }}"
    assert ReplyTemplate.objects.get().topic == "refund"
    assert "asks the agent for: x.y" in report
    assert "comes without its files: 1" in report
    assert "does no more: addTags" in report


def test_canned_responses_of_freshdesk_come_in(as_lead: Client) -> None:
    bring_in(as_lead, FRESHDESK, language="de")
    assert words_of("Thanks", "de") == "Thank you {{ buyer.name }}"


def test_one_of_a_name_that_is_there_is_left_out_and_said(as_lead: Client) -> None:
    make_template("Thanks", fr="Merci")
    assert "left out: there is one of this name" in bring_in(as_lead, FRESHDESK)
    assert words_of("Thanks", "fr") == "Merci"


OURS = {"guichet_reply_templates": 1, "templates": [{"name": "A", "bodies": {"fr": "Merci"}}]}


@pytest.mark.parametrize("wrong", [{"topic": "weather"}, {"marketplaces": ["nowhere"]}, {"kinds": ["dream"]}])
def test_a_template_for_what_there_is_not_is_left_out_and_said(as_lead: Client, wrong: dict[str, Any]) -> None:
    file = OURS | {"templates": [{"name": "A", "bodies": {"fr": "Merci"}} | wrong]}
    assert "that a template could be for" in bring_in(as_lead, file)
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize("rubbish", [None, 1, [1], {"a": 1}, "\x00 \ud800"])
@pytest.mark.parametrize(
    "file",
    [ZENDESK, GORGIAS, FRESHDESK, OURS],
    ids=["zendesk", "gorgias", "freshdesk", "ours"],
)
def test_rubbish_anywhere_in_a_file_breaks_nothing(as_lead: Client, file: Any, rubbish: Any) -> None:
    for holder, name in list(_places(file)):
        kept, holder[name] = holder[name], rubbish
        try:
            assert "<h1" in bring_in(as_lead, file)
        finally:
            holder[name] = kept
        ReplyTemplate.objects.all().delete()


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of it, as what holds it and under which name."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield data, name
        if isinstance(value, dict | list):
            yield from _places(value)


def test_one_page_of_several_says_so(as_lead: Client) -> None:
    more = "holds one page of several"
    assert more in bring_in(as_lead, ZENDESK | {"next_page": "https://shop.example/api/v2/macros?page=2"})
    assert more in bring_in(as_lead, GORGIAS | {"meta": {"next_cursor": "abc"}})
    assert more not in bring_in(as_lead, ZENDESK | {"next_page": None})


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"[1]", b"[" * 5000, {"guichet_reply_templates": 1}])
def test_what_is_no_file_of_templates_keeps_nothing(as_lead: Client, content: Any) -> None:
    bring_in(as_lead, content)
    assert not ReplyTemplate.objects.exists()


def test_what_came_in_with_something_forbidden_is_not_published(as_lead: Client) -> None:
    bring_in(as_lead, [{"title": "Mail", "content": "Write to me@example.com"}])
    one = ReplyTemplate.objects.get()
    answer = as_lead.post(f"/templates/{one.pk}/publish/", {"version": "1"}, follow=True)
    assert "Not published. No e-mail addresses" in answer.content.decode()
    assert not ReplyTemplate.objects.usable().exists()


def test_what_is_forbidden_in_an_import_is_told_at_once(as_lead: Client) -> None:
    page = bring_in(as_lead, [{"title": "Mail", "content": "Write to me@example.com"}])
    assert "What marketplaces or the law forbid in them" in page
    assert "No e-mail addresses" in page
