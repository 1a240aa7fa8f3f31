"""Copies of one message have one name; conversations are named by the surest thing a mail holds."""

from datetime import timedelta

from connectors.amazon.identity import order_ids
from connectors.amazon.tests.mails import RECEIVED, incoming, mail, message
from connectors.incoming import IncomingFailure, IncomingMessage, IncomingNotice, ThreadKey


def leading(found: IncomingMessage) -> list[str]:
    return [key.name for key in found.thread_keys if key.leads]


def test_copies_at_several_addresses_are_one_message() -> None:
    first, copy = message("fr_question"), message("fr_question_copy")
    assert mail("fr_question").message_id != mail("fr_question_copy").message_id
    assert (first.external_id, first.thread_id, first.text) == (copy.external_id, copy.thread_id, copy.text)
    assert first.copy_within == timedelta(0)


def test_copies_without_a_footer_are_told_by_conversation_text_and_time() -> None:
    first, copy = message("no_footer"), message("no_footer_copy")
    assert first.external_id != copy.external_id
    assert (first.thread_id, first.text) == (copy.thread_id, copy.text)
    assert first.copy_within == copy.copy_within == timedelta(minutes=2)


def test_the_case_alone_leads_and_the_rest_is_remembered() -> None:
    found = message("fr_question")
    assert leading(found) == ["case:00000001-aaaa-4bbb-8ccc-dddddddddddd"]
    assert found.thread_keys[1:] == (
        ThreadKey("t:ATHR0000000001", leads=False),
        ThreadKey(
            "order:abcde12345fghij@marketplace.amazon.fr:403-1111111-0000001", lasts=timedelta(days=30), leads=False
        ),
    )


def test_without_a_case_the_thread_of_the_footer_leads() -> None:
    assert leading(message("thread_in_footer")) == ["t:ATHR0000000045"]


def test_without_either_our_reply_leads_then_the_order() -> None:
    assert leading(message("thread_by_reference")) == [
        "mid:<key-1@shop.example>",
        "mid:<first@eu-west-1.amazonses.com>",
        "order:threads12345679@marketplace.amazon.fr:403-1111111-0000046",
    ]


def test_an_old_mail_s_signature_is_not_taken_for_a_thread() -> None:
    found = message("old_en")
    assert found.external_id == "m:AOLD00000020"
    assert all(not key.name.startswith("t:") for key in found.thread_keys)


def test_without_a_date_the_arrival_counts() -> None:
    assert message("no_date").written_at == RECEIVED


def test_two_bounces_in_the_same_minute_stay_two() -> None:
    one, other = incoming("bounce_permanent"), incoming("bounce_of_other_mail")
    assert isinstance(one, IncomingFailure)
    assert isinstance(other, IncomingNotice)
    assert one.external_id != other.external_id


def test_order_ids_are_found_wherever_they_stand_and_phone_numbers_are_none() -> None:
    assert order_ids("(Order: 026-1111111-0000001)", "# 026-1111111-0000002: 026-1111111-0000001") == (
        "026-1111111-0000001",
        "026-1111111-0000002",
    )
    assert order_ids("1026-1111111-0000001 026-1111111-00000012 26-1111111-0000001") == ()
