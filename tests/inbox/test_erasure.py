"""A person who was erased is nowhere any more, does not come back, and nothing that was counted has changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from connectors.incoming import (
    ClaimKind,
    ClaimState,
    IncomingAttachment,
    IncomingClaim,
    IncomingConversation,
    IncomingCopy,
    IncomingFeedback,
    IncomingNotice,
    IncomingOrder,
    Money,
    Person,
    ThreadKey,
)
from connectors.models import Account, Notice, RawItem
from inbox import tasks
from inbox.arriving.ingest import take_in
from inbox.erasure import erase_buyer
from inbox.erasure.learnt import forget_learnt
from inbox.erasure.person import person_of
from inbox.erasure.tombstones import erased_at, known_erased, name_mark
from inbox.errors import BuyerErased, ReplyUnderway
from inbox.lists import saved
from inbox.lists.filters import Filters
from inbox.lists.sorting import Sort
from inbox.mining.mining import mine
from inbox.models import (
    Attachment,
    Buyer,
    Claim,
    Delivery,
    DoomedFile,
    ErasureReceipt,
    Feedback,
    Forward,
    ForwardFile,
    ForwardMail,
    Happening,
    LooseClaimEntry,
    LooseCopy,
    Message,
    Order,
    PickedFile,
    ResponseCycle,
    Rule,
    RuleEvent,
    RuleRun,
    SavedView,
    Survey,
    SurveyAnswer,
    Ticket,
    TicketEvent,
    Tombstone,
    TopicModel,
    TrainingExample,
    User,
    Webhook,
    WebhookCall,
)
from inbox.models.token import create_token
from inbox.search.find import search_tickets
from inbox.sending import outbox
from inbox.sending.draft_files import add_files
from inbox.storage import blobs
from inbox.tickets import triage
from inbox.tickets.checklists import add_steps
from inbox.understanding.learning.keeping import keep_model
from inbox.understanding.learning.model import Model
from inbox.webhooks.payload import ticket_payload
from tests.api.conftest import ApiClient
from tests.inbox.arrive import Named, arrive, buyer_message, read, shop_message
from tests.inbox.fake_marketplace import PostboxConnector
from tests.inbox.markers import WORD, mark_all_rows, unsorted_models, where_it_is
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db

HIM = Person(f"{WORD}_77", name=f"Didier {WORD.title()}", user_id=f"{WORD}-id")
HER = Person("jeanne_d", name="Jeanne Durand")


@pytest.fixture
def postbox(postbox: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """What it gives can be read again."""
    monkeypatch.setattr(PostboxConnector, "read", lambda self, raw: read(raw))
    return postbox


def everything() -> list[Named]:
    """All that one buyer leaves at a marketplace."""
    order: Any = {"order_id": "1-2-3"}
    file = IncomingAttachment(f"{WORD}.txt", "text/plain", content=f"from {WORD}".encode())
    text = f"Bonjour, {WORD} ici"
    return [
        buyer_message(
            "m1", buyer=HIM, author=HIM.handle, text=text, subject=text, attachments=(file,), html=text, **order
        ),
        shop_message("m2", at=NINE + HOUR, buyer=HIM, text=f"Bonjour {WORD}", whole_text=text),
        buyer_message("m3", at=NINE + 2 * HOUR, buyer=HIM, thread_keys=(ThreadKey(f"mid:<{WORD}@mail.test>"),)),
        IncomingOrder(
            external_id="1-2-3",
            channel="",
            state="Shipped",
            placed_at=NINE - DAY,
            updated_at=NINE,
            total=Money(Decimal("19.90"), "EUR"),
            buyer_name=HIM.name,
            buyer_handle=HIM.handle,
            city=WORD,
            buyer_note=WORD,
            tracking=WORD,
        ),
        IncomingClaim(
            "e1",
            claim_id="A1",
            kind=ClaimKind.RETURN,
            state=ClaimState.SELLER,
            written_at=NINE,
            subject=WORD,
            text=text,
            buyer=HIM,
            respond_by=NINE + 3 * DAY,
            amount=Money(Decimal("19.90"), "EUR"),
            **order,
        ),
        IncomingFeedback("f1", written_at=NINE, rating=1, text=WORD, answer=WORD, buyer_handle=HIM.handle, **order),
        IncomingNotice("n1", subject="Order 1-2-3", text=f"{HIM.handle} made an offer", html="", written_at=NINE),
        IncomingCopy("c1", written_at=NINE - DAY, subject=WORD, text=f"nothing waits, {WORD}", order_id="1-2-3"),
    ]


def forward(ticket: Ticket) -> None:
    """A carrier was asked about his parcel, and answered with a file."""
    times: Any = {"written_at": NINE}
    sent = Forward.objects.create(ticket=ticket, account=ticket.account, mark="a", delivery=Delivery.ACCEPTED, **times)
    answer = ForwardMail.objects.create(forward=sent, kind="answer", external_id="<a@b>", fetched_at=NINE, **times)
    name = blobs.keep(f"label of {WORD}".encode(), folder=blobs.ATTACHMENTS)
    ForwardFile.objects.create(mail=answer, name="label", file=name, size=1)
    own = blobs.keep(f"photo of {WORD}".encode(), folder=blobs.ATTACHMENTS)
    PickedFile.objects.create(ticket=ticket, forward=sent, name=f"{WORD}.jpg", file=own, size=1)


def act_by_rules(ticket: Ticket) -> None:
    """A rule acted on his ticket, will be asked again, and a webhook is still to be told."""
    rule = Rule.objects.create(name="Delays", happening=Happening.MESSAGE, changed_at=NINE)
    RuleRun.objects.create(rule=rule, ticket=ticket, source="a", at=NINE)
    RuleEvent.objects.create(happening=Happening.MESSAGE, ticket=ticket, source="b", at=NINE)
    webhook = Webhook.objects.create(name="Shop", url="https://shop.example", secret="s", made_at=NINE)
    told = ticket_payload(ticket, event=Happening.MESSAGE, rule=rule, at=NINE)
    WebhookCall.objects.create(webhook=webhook, key="a", payload=told, made_at=NINE)


def answer_survey(ticket: Ticket) -> None:
    """He was asked whether he is content, and said so."""
    times: Any = {"solved_at": NINE, "due_at": NINE, "asked_at": NINE}
    survey = Survey.objects.create(ticket=ticket, account=ticket.account, **times)
    said: Any = {"rating": 2, "answered_at": NINE, "changed_at": NINE}
    SurveyAnswer.objects.create(source="survey", external_id="1", survey=survey, ticket=ticket, **said)


def of_her() -> list[Named]:
    return [
        buyer_message("h1", buyer=HER, thread_id="t9", text="C'est Jeanne.", order_id="7-7-7"),
        IncomingNotice("n9", subject="Order 7-7-7", text="jeanne_d made an offer", html="", written_at=NINE),
    ]


def him() -> Buyer:
    return Buyer.objects.get(handles__handle=HIM.handle)


def erase(now: datetime = NINE + DAY) -> ErasureReceipt:
    return erase_buyer(him(), by=None, reason="asked", now=now)


@pytest.fixture
def as_lead(lead: User) -> ApiClient:
    return ApiClient(create_token(lead), Client())


def test_every_model_says_whether_it_holds_something_about_buyers() -> None:
    assert unsorted_models() == set()


def test_nothing_of_an_erased_buyer_is_left_in_any_table_file_or_cache(postbox: Account, agent: User) -> None:
    arrive(postbox, *everything())
    take_in(postbox, [IncomingConversation("t1", changed_at=NINE, state="Open")], now=NINE, quiet=False)
    ticket = Ticket.objects.get(thread_id="t1")
    add_files(ticket, [SimpleUploadedFile(f"{WORD}.pdf", WORD.encode())], by=agent)
    LooseClaimEntry.objects.create(
        account=postbox, external_id="e9", order_id="1-2-3", entry={"buyer": {"handle": HIM.handle}}, written_at=NINE
    )
    TicketEvent.objects.create(ticket=ticket, at=NINE, kind="delivery", after={"delivery": "queued", "reason": WORD})
    triage.set_tags(ticket, tags=[WORD, "angry"], by=agent, now=NINE)
    add_steps(ticket, [f"call {WORD}"], by=agent, now=NINE)
    saved.make(f"Retours {HIM.name}", Filters(q="1-2-3"), sort=Sort.NEWEST, is_shared=True, by=agent, now=NINE)
    forward(ticket)
    act_by_rules(ticket)
    answer_survey(ticket)
    TrainingExample.objects.create(text=f"Signé : {HIM.handle}", language="fr", topic="other")
    mine(NINE + DAY)
    mark_all_rows()
    assert where_it_is()
    erase()
    assert where_it_is() == []


def test_topics_learnt_with_his_name_in_them_are_learnt_anew(postbox: Account) -> None:
    arrive(postbox, *everything())
    for name, stays in (("colis ", True), (f"{WORD} ", False)):
        keep_model(Model(("delivery", "other"), {name: (1.0, 0.0)}), [], examples=2, now=NINE)
        forget_learnt(person_of(him()))
        assert TopicModel.objects.filter(made_at=NINE).exists() == stays
        TopicModel.objects.all().delete()


@pytest.mark.parametrize(
    ("name", "filters"),
    [
        (f"Chez {WORD.title()}_77", Filters(status=("open",))),
        ("Never again", Filters(q=f"from:{HIM.handle} is:open")),
        ("Never again", Filters(q="order:1-2-3")),
        ("Never again", Filters(tag=("angry", HIM.name.lower()))),
    ],
)
def test_a_view_made_to_find_him_goes_and_the_others_stay(
    postbox: Account, agent: User, name: str, filters: Filters
) -> None:
    arrive(postbox, *everything(), *of_her())
    saved.make(name, filters, sort=Sort.NEWEST, is_shared=False, by=agent, now=NINE)
    saved.make("Jeanne", Filters(q="jeanne_d 1-2-34"), sort=Sort.NEWEST, is_shared=False, by=agent, now=NINE)
    receipt = erase()
    assert [view.name for view in SavedView.objects.all()] == ["Jeanne"]
    assert receipt.counts["views"] == 1


def test_the_next_pull_does_not_bring_an_erased_buyer_back(postbox: Account) -> None:
    arrive(postbox, *everything())
    erase()
    older = buyer_message("m0", at=NINE - HOUR, buyer=HIM, thread_id="t5", text=f"{WORD} again")
    arrive(postbox, *everything(), older, now=NINE + 2 * DAY, quiet=True)
    assert where_it_is() == []
    assert Buyer.objects.count() == 1


def test_whoever_writes_after_his_erasure_is_a_new_buyer(postbox: Account) -> None:
    arrive(postbox, *everything())
    erased = him()
    erase()
    arrive(postbox, buyer_message("m9", at=NINE + 2 * DAY, buyer=HIM, text="It is me again"), now=NINE + 2 * DAY)
    ticket = Ticket.objects.get(messages__external_id="m9")
    assert ticket.buyer != erased
    assert (ticket.buyer.handle, ticket.episode, ticket.message_count) == (HIM.handle, 1, 1)


def test_he_is_found_by_no_search_any_more(postbox: Account, agent: User) -> None:
    arrive(postbox, *everything())
    assert search_tickets(Ticket.objects.all(), HIM.handle, user=agent, now=NINE)
    erase()
    for text in (HIM.handle, HIM.user_id, HIM.name, WORD, f"Bonjour {WORD}", f"from:{HIM.handle}"):
        assert not search_tickets(Ticket.objects.all(), text, user=agent, now=NINE)


def test_other_buyers_are_left_as_they_were(postbox: Account) -> None:
    arrive(postbox, *of_her())
    before = _rows_of_her(postbox)
    arrive(postbox, *everything())
    erase()
    assert _rows_of_her(postbox) == before


def _rows_of_her(account: Account) -> list[object]:
    ticket = Ticket.objects.filter(thread_id="t9").values().get()
    return [
        *(ticket, *Message.objects.filter(ticket=ticket["id"]).values()),
        *Notice.objects.filter(external_id="n9").values(),
        *RawItem.objects.filter(account=account, key__in=["h1", "n9"]).order_by("key").values(),
        *Buyer.objects.filter(pk=ticket["buyer_id"]).values(),
    ]


def test_nothing_that_is_counted_changes(postbox: Account, as_lead: ApiClient) -> None:
    arrive(postbox, *everything())
    arrive(postbox, *of_her())
    before = _figures(as_lead)
    erase()
    assert _figures(as_lead) == before


def _figures(api: ApiClient) -> list[object]:
    tickets = (
        *("status", "needs_reply", "unread", "reply_due_at", "claim_due_at", "queue_at", "message_count"),
        *("last_message_at", "last_direction", "solved_at", "created_at", "language", "kind", "priority"),
    )
    messages = (
        "direction",
        "written_at",
        "fetched_at",
        "stored_at",
        "automatic",
        "opens_wait",
        "delivery",
        "accepted_at",
    )
    shown = api.get("/tickets").json()["items"]
    return [
        list(Ticket.objects.order_by("id").values(*tickets)),
        list(Message.objects.order_by("id").values(*messages)),
        list(ResponseCycle.objects.order_by("id").values()),
        list(Claim.objects.order_by("id").values()),
        list(Order.objects.order_by("id").values("external_id", "state", "total", "currency", "placed_at", "items")),
        list(Feedback.objects.order_by("id").values("rating", "word", "written_at", "order_id")),
        list(TicketEvent.objects.exclude(kind="erased").order_by("id").values("ticket_id", "at", "kind", "user_id")),
        [(RawItem.objects.count(), Notice.objects.count(), Buyer.objects.count(), LooseCopy.objects.count())],
        [
            {name: ticket[name] for name in ("status", "reply_due_at", "overdue", "claim", "needs_reply")}
            for ticket in shown
        ],
    ]


def test_an_open_claim_goes_on_with_its_deadline_and_without_his_words(postbox: Account) -> None:
    first = everything()[4]
    assert isinstance(first, IncomingClaim)
    arrive(postbox, *everything())
    erase()
    later = NINE + 2 * DAY
    step = replace(first, external_id="e2", written_at=later, respond_by=NINE + 5 * DAY, text=f"{WORD} insists")
    arrive(postbox, step, now=later)
    claim = Claim.objects.get()
    assert (claim.respond_by, claim.amount) == (NINE + 5 * DAY, Decimal("19.90"))
    assert claim.ticket.buyer_name == "erased buyer"
    assert where_it_is() == []


def test_an_order_goes_on_without_him(postbox: Account) -> None:
    order = everything()[3]
    assert isinstance(order, IncomingOrder)
    arrive(postbox, *everything())
    erase()
    arrive(postbox, replace(order, state="Delivered", updated_at=NINE + 2 * DAY), now=NINE + 2 * DAY)
    assert Order.objects.get().state == "Delivered"
    assert where_it_is() == []


def test_a_reply_that_has_not_left_is_cancelled(postbox: Account, agent: User) -> None:
    arrive(postbox, *everything())
    reply = outbox.queue_reply(Ticket.objects.get(thread_id="t1"), body=WORD, by=agent, now=NINE + 3 * HOUR)
    erase()
    reply.refresh_from_db()
    assert (reply.delivery, reply.body_text) == (Delivery.CANCELLED, "")


@pytest.mark.parametrize("delivery", [Delivery.SENDING, Delivery.UNSURE])
def test_an_erasure_waits_until_it_is_known_whether_a_reply_arrived(
    postbox: Account, agent: User, delivery: Delivery
) -> None:
    arrive(postbox, *everything())
    reply = outbox.queue_reply(Ticket.objects.get(thread_id="t1"), body=WORD, by=agent, now=NINE + 3 * HOUR)
    Message.objects.filter(pk=reply.pk).update(delivery=delivery, attempted_at=NINE + 3 * HOUR)
    with pytest.raises(ReplyUnderway):
        erase(NINE + 3 * HOUR + timedelta(minutes=59))
    assert Message.objects.get(pk=reply.pk).body_text == WORD
    erase(NINE + 5 * HOUR)
    reply.refresh_from_db()
    assert (reply.delivery, reply.body_text) == (Delivery.REFUSED, "")


def test_nobody_can_write_to_him_any_more(postbox: Account, agent: User) -> None:
    arrive(postbox, *everything())
    ticket = Ticket.objects.get(thread_id="t1")
    erase()
    with pytest.raises(BuyerErased):
        outbox.queue_reply(ticket, body="Bonjour", by=agent, now=NINE + 2 * DAY)


def test_an_erasure_that_dies_leaves_everything_as_it_was(postbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(postbox, *everything())
    before = sorted(where_it_is())
    monkeypatch.setattr("inbox.erasure.blanking.forget_words", _dies)
    with pytest.raises(RuntimeError):
        erase()
    assert sorted(where_it_is()) == before
    assert not DoomedFile.objects.exists()


def _dies(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("killed")


def test_files_that_a_worker_died_before_are_deleted_later(postbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(postbox, *everything())
    monkeypatch.setattr("inbox.erasure.erase.delete_doomed", _dies)
    with pytest.raises(RuntimeError):
        erase()
    assert where_it_is()
    tasks.delete_doomed_files()
    assert where_it_is() == []
    assert not DoomedFile.objects.exists()


def test_a_file_that_somebody_else_sent_too_stays(postbox: Account) -> None:
    same = IncomingAttachment("logo.txt", "text/plain", content=b"the same logo")
    arrive(postbox, buyer_message("m1", buyer=HIM, attachments=(same,)))
    arrive(postbox, buyer_message("h1", buyer=HER, thread_id="t9", attachments=(same,)))
    erase()
    hers = Attachment.objects.get()
    assert hers.message.external_id == "h1"
    with hers.file.open("rb") as stored:
        assert stored.read() == b"the same logo"


def test_the_log_can_be_made_to_forget_but_not_to_lie(postbox: Account) -> None:
    arrive(postbox, *everything())
    event = TicketEvent.objects.create(
        ticket=Ticket.objects.get(thread_id="t1"), at=NINE, kind="status", after={"a": 1}
    )
    row = TicketEvent.objects.filter(pk=event.pk)
    _refused(lambda: row.update(after=None), erasing=True)
    erase()
    _refused(lambda: row.update(after=None), erasing=False)
    _refused(lambda: row.update(kind="solved"), erasing=True)
    _refused(lambda: row.update(before={"b": 2}), erasing=True)
    _refused(lambda: row.delete(), erasing=True)


def _refused(change: Callable[[], object], *, erasing: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('guichet.erasing', %s, true)", ["on" if erasing else ""])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


def test_tombstones_and_proofs_hold_nothing_to_read(postbox: Account) -> None:
    arrive(postbox, *everything())
    receipt = erase()
    assert {"tickets": 2, "messages": 5, "orders": 1, "claims": 1, "feedback": 1}.items() <= receipt.counts.items()
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in Tombstone.objects.values_list("digest", flat=True))
    assert known_erased(postbox, [HIM.handle, "jeanne_d"]) == {HIM.handle}


def test_a_page_of_a_pull_costs_one_query_more_with_tombstones_and_none_without(
    postbox: Account, django_assert_max_num_queries: Any
) -> None:
    assert erased_at(postbox, [name_mark("somebody")]) == {}
    with django_assert_max_num_queries(0):
        assert erased_at(postbox, [name_mark("somebody")]) == {}
    arrive(postbox, *everything())
    erase()
    with django_assert_max_num_queries(1):
        assert erased_at(postbox, [name_mark("somebody"), name_mark(HIM.handle)]) == {name_mark(HIM.handle): NINE + DAY}
