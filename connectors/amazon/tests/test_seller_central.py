"""The simulated Seller Central, judged by the mails it writes and by what becomes of the mails it gets."""

import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from connectors.amazon.simulator import AmazonSimulator
from connectors.simulation import BuyerOrders, BuyerWrites, Happening, Happens, Written
from tests.connectors.tools import NOON, Clock

SHOP = "Shop"
ORDER = "403-1234567-1234567"
RELAY = re.compile(r"[a-z0-9]{15}\+[0-9a-f-]{36}@marketplace\.amazon\.(fr|de|es|it|co\.uk)")


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    made = AmazonSimulator(now=Clock())
    made.start()
    made.add_seller(SHOP)
    yield made
    made.stop()


def mails(amazon: AmazonSimulator) -> list[EmailMessage]:
    raw = amazon.post.mails("shop@shop.example")
    read = [message_from_bytes(mail, policy=default) for mail in raw]
    return [mail for mail in read if isinstance(mail, EmailMessage)]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def asks(amazon: AmazonSimulator, text: str = "Où est-il ?", language: str = "fr", thread_id: str = "") -> Written:
    wanted = BuyerWrites(
        SHOP, "anna_1", text, thread_id, "item-1", "Lampe", ORDER, language=language, buyer_name="Anna"
    )
    return amazon.buyer_writes(wanted)


def answers(
    amazon: AmazonSimulator, mail: EmailMessage, *, sender: str = "shop@shop.example", subject: str = ""
) -> None:
    """Reply to a relayed mail as any mail program would."""
    reply = EmailMessage()
    reply["From"], reply["To"] = sender, str(mail["Reply-To"])
    reply["Subject"], reply["Message-ID"] = subject or f"Re: {mail['Subject']}", "<reply@shop.example>"
    reply["In-Reply-To"] = str(mail["Message-ID"])
    reply.set_content("Demain.\n\nOn Friday Anna wrote:\n> Où est-il ?\n")
    with smtplib.SMTP("127.0.0.1", amazon.post.smtp_port, timeout=5) as smtp:
        smtp.send_message(reply)


def test_a_buyers_message_comes_from_his_relay_address_with_its_case(amazon: AmazonSimulator) -> None:
    asked = asks(amazon)
    [mail] = mails(amazon)
    assert RELAY.search(str(mail["From"])) and RELAY.search(str(mail["Reply-To"]))
    assert asked.thread_id.removeprefix("case:") in str(mail["From"])
    assert str(mail["From"]).startswith("Anna - Amazon Marketplace <")
    assert mail["X-Space-Notification-Type"] == "BBC_MESSAGE_SENT_TO_MERCHANT"
    assert mail["X-Marketplace-ID"] == "A13V1IB3VIYZZH"
    assert mail["In-Reply-To"] is None


def test_the_buyers_text_stands_between_markers_and_in_one_pre_block(amazon: AmazonSimulator) -> None:
    asks(amazon, "a < b\n\nfin")
    [mail] = mails(amazon)
    lines = text_of(mail).splitlines()
    begin = next(number for number, line in enumerate(lines) if re.fullmatch(r"-{5,}[^:]+:\s*-{5,}", line))
    end = next(number for number, line in enumerate(lines) if re.fullmatch(r"-{5,}[^:]+-{5,}", line))
    assert "\n".join(lines[begin + 1 : end]).strip() == "a < b\n\nfin"
    page = text_of(mail, "html")
    assert page.count("<pre") == 1
    assert "a &lt; b" in page
    assert f"# {ORDER}:" in text_of(mail)


def test_an_alias_is_one_buyer_and_every_case_is_new(amazon: AmazonSimulator) -> None:
    asks(amazon)
    asks(amazon)
    first, second = [str(mail["Reply-To"]) for mail in mails(amazon)]
    assert first.partition("+")[0] == second.partition("+")[0]
    assert first != second


def test_the_language_of_the_wrapping_does_not_follow_the_marketplace(amazon: AmazonSimulator) -> None:
    asks(amazon, "Wo ist es?", language="de")
    [mail] = mails(amazon)
    assert str(mail["Reply-To"]).endswith("@marketplace.amazon.de")
    assert "Fin du message" in text_of(mail)


def test_two_configured_addresses_get_two_copies_that_share_only_the_message_id_of_the_footer(
    amazon: AmazonSimulator,
) -> None:
    amazon.has_second_address(SHOP)
    asks(amazon)
    first, second = mails(amazon)
    assert {str(first["To"]), str(second["To"])} == {"shop@shop.example", "old-shop@shop.example"}
    assert first["Message-ID"] != second["Message-ID"]
    assert re.findall(r"SPC-\S+", text_of(first)) != re.findall(r"SPC-\S+", text_of(second))
    assert re.findall(r"[?&]m=(\w+)", text_of(first)) == re.findall(r"[?&]m=(\w+)", text_of(second))


def test_lively_wrappings_come_in_several_languages_and_in_the_old_layout() -> None:
    lively = AmazonSimulator(now=Clock())
    lively.lively = True
    lively.start()
    lively.add_seller(SHOP)
    for _ in range(60):
        asks(lively)
    texts = "\n".join(text_of(mail) for mail in mails(lively))
    lively.stop()
    assert "Ende der Nachricht" in texts and "End message" in texts
    assert "no-response-needed.html?msg=" in texts
    assert "/messaging/no-response-needed?t=" in texts


def test_an_answer_from_the_approved_address_reaches_the_buyer(amazon: AmazonSimulator) -> None:
    asked = asks(amazon)
    answers(amazon, mails(amazon)[0])
    [reply] = amazon.replies()
    assert (reply.thread_id, reply.text, reply.message_id) == (asked.thread_id, "Demain.", "<reply@shop.example>")


def test_an_answer_from_another_address_vanishes_without_a_word(amazon: AmazonSimulator) -> None:
    asks(amazon)
    answers(amazon, mails(amazon)[0], sender="me@elsewhere.example")
    assert (amazon.replies(), len(mails(amazon))) == ((), 1)


def test_or_it_bounces_where_amazon_does_what_it_says(amazon: AmazonSimulator) -> None:
    amazon.swallows = False
    asks(amazon)
    amazon.no_longer_approves(SHOP, "shop@shop.example")
    answers(amazon, mails(amazon)[0])
    bounce = mails(amazon)[1]
    assert bounce.get_content_type() == "multipart/report"
    assert b"<reply@shop.example>" in bounce.as_bytes()
    assert amazon.replies() == ()


def test_a_buyer_who_opted_out_gets_only_what_is_important(amazon: AmazonSimulator) -> None:
    asked = asks(amazon)
    amazon.happens(Happens(Happening.OPTED_OUT, SHOP, thread_id=asked.thread_id))
    answers(amazon, mails(amazon)[0])
    notice = mails(amazon)[1]
    assert notice["X-Space-Notification-Type"] == "BUYER_OPTED_OUT_BSM_MESSAGES"
    assert "+" not in re.findall(r"mailto:(\S+)", text_of(notice))[0]
    answers(amazon, mails(amazon)[0], subject="Re: [Important] Lampe")
    assert [reply.text for reply in amazon.replies()] == ["Demain."]


def test_a_reply_may_come_back_or_be_late(amazon: AmazonSimulator) -> None:
    asks(amazon)
    amazon.bounce_next()
    answers(amazon, mails(amazon)[0])
    amazon.bounce_next(permanent=False)
    answers(amazon, mails(amazon)[0])
    _, failed, late = mails(amazon)
    assert b"Action: failed" in failed.as_bytes()
    assert b"Action: delayed" in late.as_bytes()


def test_what_the_seller_types_comes_as_a_copy_without_relay_or_case(amazon: AmazonSimulator) -> None:
    asked = asks(amazon)
    amazon.seller_writes(seller=SHOP, thread_id=asked.thread_id, text="Tapé ici")
    copy = mails(amazon)[1]
    assert copy["X-Space-Notification-Type"] == "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT"
    assert "Tapé ici" in text_of(copy, "html")
    assert b"marketplace.amazon" not in copy.as_bytes()
    assert [reply.through_api for reply in amazon.replies()] == [False]


@pytest.mark.parametrize(
    ("what", "kind", "sender"),
    [
        (Happening.RETURN_ASKED, "RETURN_REQUEST", "donotreply@amazon.com"),
        (Happening.REFUNDED, "REFUND_ISSUED", "donotreply@amazon.com"),
        (Happening.CANCELLATION_ASKED, "BRC_SELLER_NOTIFICATION", "donotreply@amazon.com"),
        (Happening.CLAIM_OPENED, "A_Z_CLAIM_RESPONDENT_NOTIFY", "atoz-guarantee-no-reply@amazon.fr"),
        (Happening.CLAIM_WON, "A_Z_CLAIM_RESPONDENT_CLOSE", "atoz-guarantee-no-reply@amazon.fr"),
        (Happening.CLAIM_LOST, "A_Z_CLAIM_RESPONDENT_CLOSE", "atoz-guarantee-no-reply@amazon.fr"),
    ],
)
def test_every_happening_is_told_under_its_own_type(
    amazon: AmazonSimulator, what: Happening, kind: str, sender: str
) -> None:
    asked = asks(amazon)
    amazon.happens(Happens(what, SHOP, thread_id=asked.thread_id, amount=Decimal("34.90")))
    mail = mails(amazon)[1]
    assert mail["X-Space-Notification-Type"] == kind
    assert sender in str(mail["From"])
    assert ORDER in text_of(mail, "html")
    assert "34,90" in text_of(mail, "html")


def test_a_claim_says_by_when_an_answer_is_wanted(amazon: AmazonSimulator) -> None:
    asked = asks(amazon)
    amazon.happens(Happens(Happening.CLAIM_OPENED, SHOP, thread_id=asked.thread_id))
    assert "dans les 3 jours calendaires, au plus tard le 23 novembre 2026" in text_of(mails(amazon)[1], "html")


def test_something_can_happen_to_an_order_nobody_wrote_about(amazon: AmazonSimulator) -> None:
    amazon.happens(Happens(Happening.RETURN_ASKED, SHOP, buyer="bob", order_id="404-7654321-7654321"))
    [mail] = mails(amazon)
    assert "404-7654321-7654321" in str(mail["Subject"])


def test_an_order_of_last_week_is_shipped_and_todays_is_not(amazon: AmazonSimulator) -> None:
    order = BuyerOrders(SHOP, "anna_1", ORDER, "item-1", "Lampe", Decimal("34.90"), at=NOON - timedelta(days=7))
    amazon.places_order(order)
    amazon.places_order(BuyerOrders(SHOP, "bob", "404-7654321-7654321", "item-1", "Lampe", Decimal(9)))
    assert [order.status for order in amazon.spapi.orders.values()] == ["SHIPPED", "UNSHIPPED"]
    assert amazon.spapi.orders[ORDER].buyer_email.endswith("@marketplace.amazon.fr")


def test_a_restart_knows_cases_orders_and_replies(tmp_path: Path) -> None:
    before = AmazonSimulator(state=tmp_path / "amazon.state", now=Clock())
    before.start()
    credentials = before.add_seller(SHOP)
    asked = asks(before)
    before.places_order(BuyerOrders(SHOP, "anna_1", ORDER, "item-1", "Lampe", Decimal("34.90")))
    answers(before, mails(before)[0])
    before.stop()
    after = AmazonSimulator(state=tmp_path / "amazon.state", now=Clock())
    after.start()
    assert after.add_seller(SHOP) == credentials
    assert after.replies() == before.replies()
    assert ORDER in after.spapi.orders
    again = asks(after, thread_id=asked.thread_id)
    after.stop()
    assert again.thread_id == asked.thread_id
    assert again.message_id != asked.message_id
