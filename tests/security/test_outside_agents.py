"""An outside agent is limited to shops and languages: asked of every page and of every call of the API there is.

A page or call that nobody has thought of here fails: say in LISTS, ids_of or BODIES what it is.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from connectors.models import Account, Notice
from inbox import urls
from inbox.models import (
    Alert,
    AlertKind,
    Asking,
    Attachment,
    BulkChange,
    BulkJob,
    Buyer,
    ChecklistStep,
    Conversation,
    Delivery,
    Draft,
    EventKind,
    Forward,
    ForwardFile,
    ForwardMail,
    ForwardMailKind,
    HolidayMode,
    Message,
    MessageDirection,
    Original,
    PickedFile,
    PushDevice,
    Question,
    Role,
    SavedView,
    SurveyAnswer,
    Ticket,
    TicketEvent,
    User,
    Wording,
)
from inbox.models.token import create_token
from kpis import urls as figure_urls
from templates_app.models import FaqEntry
from tests.make import (
    DAY,
    NINE,
    make_account,
    make_buyer,
    make_claim,
    make_feedback,
    make_message,
    make_order,
    make_template,
    make_ticket,
    make_user,
)

pytestmark = pytest.mark.django_db

SECRET = "quillfeather"
"""A word in everything that the outside agent must not see."""
KNOWN_WORD = "findable"
"""Beside it, to search for: an answer may say what was searched for."""
ORDER = "77-1234-9"

LISTS = {
    *(
        "queue",
        "list_changes",
        "claims",
        "claims_changes",
        "feedback",
        "survey_answers",
        "outbox",
        "accounts",
        "people",
    ),
    *(
        "assignment",
        "reading",
        "reading_learn",
        "checklists",
        "checklist",
        "connect_choose",
        "erasures",
        "settings",
        "set_language",
        "many",
        "many_check",
        "ratings_import",
        "surveys",
        "holidays",
    ),
    "logged_in_again",
    *("commands", "keys_switch"),
    *("saved_views", "view_new", "view_show", "alerts", "alerts_read", "alert_ways", "alert_device_add"),
    *("service_worker", "forecast", "calendars", "calendar_new", "calendar_holidays", "calendar_try"),
    *("rules", "rule_new", "rule", "rule_move", "rule_switch", "rule_delete"),
    *("rules_failed", "rules_failed_aside", "rule_run_act"),
    "rule_ready_made",
    *("webhooks", "webhook", "webhook_switch", "webhook_delete", "webhook_call_again"),
    *("policies", "policy_new", "policy", "policy_move", "search_completion", "keep_look"),
    *("templates", "template_new", "template_check", "template_gaps", "shop_facts", "template_import"),
    "template_export",
    *("questions", "questions_count", "faq", "faq_new", "faq_coverage", "public_faqs"),
    *("dashboard", "figure", "figure_table", "figure_cases", "wall", "wall_changes", "reports", "annotations"),
    *("annotation_remove", "figure_targets", "unanswered", "page_table"),
}
"""Pages that are about nothing in particular: no word of it may be in them."""
SAYS_NOTHING = {"alert_device_remove", "template_versions"}
"""Answers alike whether or not there was something to do; that nothing was done is seen afterwards. Templates are the
shop's own words, for everybody who answers."""
FOR_NO_USER = {"first_run", "push", "survey"}
"""Addresses with a secret or a signature of their own: tests/security/test_push.py and test_log_in.py look at them, and
tests/inbox/surveys at a survey's."""
RULE = {"name": "x", "happening": "message", "actions": [{"do": "tag", "value": ["x"]}]}
BODIES: dict[str, dict[str, Any]] = {
    "POST /accounts": {"marketplace": "ebay", "name": "x", "credentials": {}},
    "POST /tickets/{ticket_id}/replies": {"body": "hello"},
    "POST /check": {"marketplace": "ebay", "text": "hello"},
    "PATCH /accounts/{account_id}": {"allowed_hosts": []},
    "POST /tickets/{ticket_id}/notes": {"body": "hello"},
    "POST /tickets/{ticket_id}/topic": {"topic": "refund"},
    "POST /tickets/{ticket_id}/level": {"level": 2},
    "POST /tickets/{ticket_id}/call": {"note": "rang"},
    "POST /tickets/{ticket_id}/resolution": {"resolution": "refund"},
    "POST /tickets/{ticket_id}/link": {"ticket": 1},
    "POST /tickets/{ticket_id}/unlink": {"ticket": 1},
    "POST /tickets/{ticket_id}/merge": {"into": 1},
    "POST /tickets/{ticket_id}/unmerge": {},
    "POST /tickets/{ticket_id}/split": {"messages": [1]},
    "POST /tickets/{ticket_id}/hand-over": {"to": 1, "note": "yours"},
    "POST /tickets/{ticket_id}/checklist": {"steps": ["weigh it"]},
    "POST /tickets/{ticket_id}/checklist/{step_id}": {"done": True},
    "PATCH /tickets/{ticket_id}": {"priority": "high"},
    "POST /tickets/{ticket_id}/snooze": {"until": None},
    "POST /tickets/{ticket_id}/answer-needed": {},
    "POST /tickets/bulk": {"filter": {"view": "open"}, "action": "level", "wishes": {"level": 2}},
    "POST /feedback/{feedback_id}/answer": {"body": "sorry"},
    "POST /surveys/{token}": {"rating": 3},
    "POST /calendars": {"name": "x", "zone": "Europe/Paris", "slots": []},
    "PUT /calendars/{calendar_id}": {"name": "x", "zone": "Europe/Paris", "slots": []},
    "PATCH /calendars/{calendar_id}": {"name": "x", "zone": "Europe/Paris", "slots": []},
    "POST /rules": RULE,
    "POST /templates": {"name": "x", "bodies": {"fr": "x"}},
    "PATCH /templates/{template_id}": {"name": "x"},
    "POST /tickets/{ticket_id}/render": {"template": 1},
    "POST /rules/try": RULE,
    "PATCH /rules/{rule_id}": {"name": "x"},
    "POST /deadline-policies": {"clock": "company", "name": "x"},
    "PATCH /deadline-policies/{policy_id}": {"name": "x"},
    "POST /deadline-preview": {"start": "2026-11-16T09:00:00Z", "minutes": 5, "calendar_id": None},
}
"""A good body for every call that takes one, so that it is the limits that refuse it."""
REFUSED = (403, 404)


@pytest.fixture
def outsider(account: Account) -> User:
    """Limited to one shop, in French."""
    user = make_user(role=Role.OUTSIDE, speaks=["fr"])
    user.shops.set([account])
    make_ticket(account=account, language="fr")
    return user


@pytest.fixture(params=["another shop", "another language"])
def hidden(request: pytest.FixtureRequest, account: Account) -> Ticket:
    """A ticket with all that can hang on one, of another shop, or in another language at the same shop."""
    shop = account if request.param == "another language" else make_account(name=f"shop {SECRET}")
    buyer = make_buyer(account=shop, handle=f"{SECRET}_77", name=f"Zoe {SECRET}")
    words = {"subject": f"{KNOWN_WORD} {SECRET}", "snippet": f"{SECRET} again"}
    ticket = make_ticket(account=shop, buyer=buyer, language="de", order_id=ORDER, unread=True, **words)
    Alert.objects.create(user=request.getfixturevalue("outsider"), kind=AlertKind.ASSIGNED, at=NINE, ticket=ticket)
    fill(ticket, make_user(first_name="Ann", email="colleague@shop.test"))
    return ticket


def test_no_page_shows_a_word_of_what_is_hidden_and_no_page_does_anything_to_it(hidden: Ticket, outsider: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(outsider)
    values, before = ids_of(hidden), _state(hidden)
    wrong = []
    for pattern in (*urls.urlpatterns, *figure_urls.urlpatterns):
        route, name = str(pattern.pattern), pattern.name or ""
        if name in FOR_NO_USER:
            continue
        blanks = re.findall(r"<\w+:(\w+)>", route)
        unknown = [blank for blank in blanks if blank not in values]
        assert not unknown, f"{name}: say in ids_of which hidden row {unknown} is"
        assert blanks or name in LISTS, f"{name}: look whether it minds what an outside agent may see; then say so here"
        path = "/" + re.sub(r"<\w+:(\w+)>", lambda blank: str(values[blank[1]]), route)
        for answer in _asked(client, path, hidden):
            refused = not blanks or answer.status_code in (*REFUSED, 405) or name in SAYS_NOTHING
            if not refused or SECRET in _text(answer).lower() or answer.status_code >= 500:
                wrong.append((name, answer.request["REQUEST_METHOD"], answer.status_code))
    assert wrong == []
    assert _state(hidden) == before


def test_no_call_of_the_api_shows_a_word_of_it_or_does_anything_to_it(hidden: Ticket, outsider: User) -> None:
    client, headers = Client(), {"Authorization": f"Bearer {create_token(outsider)}", "Idempotency-Key": "k"}
    values, before = ids_of(hidden), _state(hidden)
    wrong = []
    for path, operations in client.get("/api/v1/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            call = f"{method.upper()} {path.removeprefix('/api/v1')}"
            blanks = re.findall(r"{(\w+)}", path)
            assert set(blanks) <= set(values), f"{call}: say in ids_of which hidden row is meant"
            assert "requestBody" not in operation or call in BODIES, f"{call}: give a good body in BODIES"
            address = re.sub(r"{(\w+)}", lambda blank: str(values[blank[1]]), path)
            for query in ({}, {"q": KNOWN_WORD}, {"account": hidden.account_id}) if method == "get" else ({},):
                body = query if method == "get" else json.dumps(BODIES.get(call, {}))
                kind = {} if method == "get" else {"content_type": "application/json"}
                answer = getattr(client, method)(address, body, headers=headers, **kind)
                refused = not blanks or answer.status_code in REFUSED
                if not refused or SECRET in _text(answer).lower() or answer.status_code in (422, 500):
                    wrong.append((call, answer.status_code))
    assert wrong == []
    assert _state(hidden) == before


def test_what_is_his_he_sees_and_answers(account: Account, outsider: User, client: Client) -> None:
    mine = make_ticket(account=account, language="fr", subject="Mon colis")
    make_message(mine)
    client.force_login(outsider)

    assert "Mon colis" in client.get("/?view=open").content.decode()
    assert client.get(f"/tickets/{mine.pk}/").status_code == 200
    assert client.post(f"/tickets/{mine.pk}/level/", {"level": "2"}, follow=True).status_code == 200
    mine.refresh_from_db()
    assert mine.level == 2


def test_what_is_hidden_from_him_others_see(hidden: Ticket, agent: User, client: Client) -> None:
    """Else the two above would prove nothing."""
    client.force_login(agent)
    assert SECRET in client.get("/", {"q": KNOWN_WORD}).content.decode()


def test_without_shops_he_sees_nothing_and_without_languages_all_of_his_shops(account: Account) -> None:
    ticket, unknown = make_ticket(account=account, language="de"), make_ticket(account=account, language="")
    nowhere, everywhere = make_user(role=Role.OUTSIDE), make_user(role=Role.OUTSIDE)
    everywhere.shops.set([account])

    assert not Ticket.objects.visible_to(nowhere).exists()
    assert set(Ticket.objects.visible_to(everywhere)) == {ticket, unknown}


def test_limits_mean_nothing_for_other_roles(account: Account, ticket: Ticket) -> None:
    agent = make_user(role=Role.AGENT, speaks=["fr"])
    agent.shops.set([make_account()])
    assert set(Ticket.objects.visible_to(agent)) == {ticket}


def test_the_owner_limits_somebody_and_the_next_look_follows(account: Account, ticket: Ticket, owner: User) -> None:
    person, as_owner, as_person = make_user(), Client(), Client()
    User.objects.filter(pk=owner.pk).update(language="en")
    as_owner.force_login(owner)
    as_person.force_login(person)

    as_owner.post(f"/people/{person.pk}/role/", {"role": "outside"})
    assert as_person.get(f"/tickets/{ticket.pk}/").status_code == 404

    as_owner.post(f"/people/{person.pk}/limits/", {"shops": [account.pk]})
    assert as_person.get(f"/tickets/{ticket.pk}/").status_code == 200

    as_owner.post(f"/people/{person.pk}/limits/", {"shops": [account.pk], "speaks": ["fr", "de"]})
    assert as_person.get(f"/tickets/{ticket.pk}/").status_code == 404
    assert "Shops and languages" in as_owner.get("/people/").content.decode()


def fill(ticket: Ticket, colleague: User) -> None:
    """Everything that can hang on a ticket, with the secret word in it."""
    shop = ticket.account
    question = make_message(ticket, body_text=f"{KNOWN_WORD} {SECRET}", author=ticket.buyer_name)
    Original.objects.create(message=question, whole_text=SECRET, html=f"<p>{SECRET}</p>")
    file = Attachment.objects.create(message=question, name=f"{SECRET}.txt", content_type="text/plain")
    file.file.save("a.txt", ContentFile(SECRET.encode()))
    make_message(ticket, direction=MessageDirection.NOTE, body_text=SECRET)
    for state in (Delivery.QUEUED, Delivery.REFUSED, Delivery.UNSURE):
        make_message(ticket, direction=MessageDirection.OUT, body_text=SECRET, delivery=state, attempted_at=NINE)
    ChecklistStep.objects.create(ticket=ticket, text=SECRET)
    make_claim(ticket, reason=SECRET, item_id=SECRET)
    names = {"buyer_name": f"Zoe {SECRET}", "buyer_handle": f"{SECRET}_77", "city": SECRET}
    make_order(account=shop, external_id=ORDER, channel="", **names)
    make_feedback(account=shop, ticket=ticket, order_id=ORDER, text=SECRET, buyer_handle=f"{SECRET}_77")
    said = {"comment": SECRET, "author": SECRET, "rating": 1, "answered_at": NINE, "changed_at": NINE}
    SurveyAnswer.objects.create(account=shop, ticket=ticket, source=f"from {SECRET}", external_id="1", **said)
    Draft.objects.create(ticket=ticket, user=colleague, text=SECRET)
    Conversation.objects.create(account=shop, thread_id=ticket.thread_id, is_open=True, changed_at=NINE)
    TicketEvent.objects.create(ticket=ticket, at=NINE, kind=EventKind.TAGS, after={"value": [SECRET]})
    Notice.objects.create(
        account=shop, external_id="n", subject=SECRET, text=SECRET, html=SECRET, written_at=NINE, fetched_at=NINE
    )
    _forward(ticket)
    _ask(ticket, question)
    SavedView.objects.create(owner=colleague, name=SECRET, filters={"q": SECRET}, sort="urgency", changed_at=NINE)
    PushDevice.objects.create(user=colleague, endpoint=SECRET, added_at=NINE)
    HolidayMode.objects.create(starts_at=NINE, ends_at=NINE + DAY, made_at=NINE)
    job = BulkJob.objects.create(user=colleague, action="tag", wishes={"add": [SECRET], "remove": []}, made_at=NINE)
    BulkChange.objects.create(job=job, ticket=ticket)
    Ticket.objects.filter(pk=ticket.pk).update(tags=[SECRET], buyer_name=f"Zoe {SECRET}")


def _ask(ticket: Ticket, message: Message) -> None:
    """What buyers ask, and an FAQ entry about it."""
    question = Question.objects.create(key=SECRET, language="de")
    wording = Wording.objects.create(key=SECRET, language="de", question=question)
    Asking.objects.create(
        message=message, position=0, ticket=ticket, wording=wording, said=SECRET, asked_at=message.written_at
    )
    FaqEntry.objects.create(question=SECRET, answer=SECRET, language="de", made_at=NINE, changed_at=NINE)


def _forward(ticket: Ticket) -> None:
    """A mail to a carrier, with an answer."""
    values = {"subject": SECRET, "body_text": SECRET, "written_at": NINE}
    sent = Forward.objects.create(
        ticket=ticket, account=ticket.account, mark=SECRET, to="a@b.test", delivery=Delivery.REFUSED, **values
    )
    answer = ForwardMail.objects.create(
        forward=sent, kind=ForwardMailKind.ANSWER, external_id="<a>", fetched_at=NINE, **values
    )
    file = ForwardFile.objects.create(mail=answer, name=f"{SECRET}.txt", size=1)
    file.file.save("b.txt", ContentFile(SECRET.encode()))
    own = PickedFile(ticket=ticket, forward=sent, name=f"{SECRET}.pdf", size=1)
    own.file.save("c.pdf", ContentFile(SECRET.encode()))


def ids_of(ticket: Ticket) -> Mapping[str, object]:
    """What the blanks of addresses are filled with: always the hidden row."""
    message = ticket.messages.order_by("id").first()
    assert message
    feedback = ticket.feedback.get()
    return {
        "ticket_id": ticket.pk,
        "message_id": message.pk,
        "attachment_id": message.attachments.get().pk,
        "buyer_id": ticket.buyer_id,
        "feedback_id": feedback.pk,
        "account_id": ticket.account_id,
        "notice_id": Notice.objects.get().pk,
        "user_id": User.objects.get(email="colleague@shop.test").pk,
        "order_id": ORDER,
        "calendar_id": 1,
        "view_id": SavedView.objects.get(name=SECRET).pk,
        "device_id": PushDevice.objects.get().pk,
        "holiday_id": HolidayMode.objects.get().pk,
        "forward_id": ticket.forwards.get().pk,
        "file_id": ForwardFile.objects.get().pk,
        "picked_id": PickedFile.objects.get().pk,
        "verb": "again",
        "job_id": BulkJob.objects.get().pk,
        "number": 1,
        "step_id": ticket.steps.get().pk,
        "other_id": ticket.pk,
        "topic": "delivery",
        "policy_id": 1,
        "rule_id": 1,
        "run_id": 1,
        "webhook_id": 1,
        "call_id": 1,
        "clock": "company",
        "token": "nobody-s",
        "by": "agent",
        "annotation_id": 1,
        "slug": "ebay",
        "figure_slug": "answered_within_24h",
        "table": "waits",
        "name": "any",
        "code": "out-of-hours",
        "template_id": make_template().pk,
        "question_id": Question.objects.get().pk,
        "entry_id": FaqEntry.objects.get().pk,
        "form": "csv",
    }


def _asked(client: Client, path: str, ticket: Ticket) -> list[Any]:
    """The answers to what a browser, htmx and somebody who guesses ids may send."""
    guessed = {"ticket": ticket.pk, "ids": [ticket.pk], "account": ticket.account_id, "text": "x", "kind": "note"}
    guessed |= {"action": "level", "level": "2", "go": "1"}
    return [
        client.get(path),
        client.get(path, {"q": KNOWN_WORD}),
        client.get(path, {"account": str(ticket.account_id), "since": "0", "view": "open"}),
        client.get(
            path, {"checked_at": NINE.isoformat(), "shown_at": NINE.isoformat()}, headers={"HX-Request": "true"}
        ),
        client.post(path, guessed),
    ]


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace")) + str(dict(answer.headers))


def _state(ticket: Ticket) -> list[object]:
    return [
        Ticket.objects.filter(pk=ticket.pk).values().get(),
        list(Message.objects.filter(ticket=ticket).order_by("id").values()),
        list(Draft.objects.values()),
        list(ticket.steps.values()),
        list(ticket.feedback.values()),
        list(PushDevice.objects.values()),
        list(Buyer.objects.filter(pk=ticket.buyer_id).values()),
    ]
