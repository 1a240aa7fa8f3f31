"""A person who was erased is nowhere any more, does not come back, and nothing that was counted has changed."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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
from connectors.models import Account
from inbox import triage
from inbox.draft_files import add_files
from inbox.erasure import erase_buyer
from inbox.ingest import take_in
from inbox.models import (
    Buyer,
    ErasureReceipt,
    LooseClaimEntry,
    Ticket,
    TicketEvent,
    User,
)
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
    order = {"order_id": "1-2-3"}
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


def of_her() -> list[Named]:
    return [
        buyer_message("h1", buyer=HER, thread_id="t9", text="C'est Jeanne.", order_id="7-7-7"),
        IncomingNotice("n9", subject="Order 7-7-7", text="jeanne_d made an offer", html="", written_at=NINE),
    ]


def him() -> Buyer:
    return Buyer.objects.get(handles__handle=HIM.handle)


def erase(now=NINE + DAY, **fields) -> ErasureReceipt:  # type: ignore[no-untyped-def]
    return erase_buyer(him(), by=None, reason="asked", now=now, **fields)


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
    mark_all_rows()
    assert where_it_is()
    erase()
    assert where_it_is() == []
