"""Messages find their conversation by its names, whatever order they come in, and copies are one message."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import OutcomeUnknown
from connectors.incoming import Direction, IncomingMessage, Person, ThreadKey
from connectors.models import Account
from inbox.models import Buyer, Delivery, Message, Original, Status, ThreadName, Ticket, User
from inbox.sending import delivery, outbox
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.fake_marketplace import Post
from tests.make import DAY, HOUR, NINE, make_account

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def mail(
    external_id: str, *names: str, at: datetime = NINE, lasts: timedelta | None = None, **fields: object
) -> IncomingMessage:
    """A message whose conversation would be named after itself."""
    keys = tuple(ThreadKey(name, lasts) for name in names)
    fields = {"thread_id": f"new:{external_id}", "thread_keys": keys} | fields
    return buyer_message(external_id, at=at, **fields)  # type: ignore[arg-type]


def threads() -> list[list[str]]:
    """The messages of each conversation."""
    return sorted(
        sorted(ticket.messages.values_list("external_id", flat=True)) for ticket in Ticket.objects.order_by("id")
    )


def test_a_known_name_leads_to_its_conversation(account: Account) -> None:
    arrive(account, mail("m1", "case:1", "mid:<a>"))
    arrive(account, mail("m2", "mid:<b>", "mid:<a>", at=NINE + HOUR))
    arrive(account, mail("m3", "case:2", at=NINE + HOUR))
    assert threads() == [["m1", "m2"], ["m3"]]


def test_the_surest_name_wins(account: Account) -> None:
    arrive(account, mail("m1", "case:1"), mail("m2", "order:7"))
    arrive(account, mail("m3", "case:1", "order:7", at=NINE + HOUR))
    assert threads() == [["m1", "m3"], ["m2"]]


def test_messages_of_one_page_see_each_other_in_the_order_they_were_written(account: Account) -> None:
    arrive(account, mail("m2", "mid:<b>", "mid:<a>", at=NINE + HOUR), mail("m1", "mid:<a>"))
    assert threads() == [["m1", "m2"]]
    assert Ticket.objects.get().thread_id == "new:m1"


def test_a_name_that_was_not_used_for_long_leads_nowhere(account: Account) -> None:
    arrive(account, mail("m1", "order:7", lasts=30 * DAY))
    arrive(account, mail("m2", "order:7", at=NINE + 20 * DAY, lasts=30 * DAY), now=NINE + 20 * DAY)
    arrive(account, mail("m3", "order:7", at=NINE + 49 * DAY, lasts=30 * DAY), now=NINE + 49 * DAY)
    arrive(account, mail("m4", "order:7", at=NINE + 90 * DAY, lasts=30 * DAY), now=NINE + 90 * DAY)
    assert threads() == [["m1", "m2", "m3"], ["m4"]]
    assert ThreadName.objects.get().thread_id == "new:m4"


def test_a_name_that_is_only_remembered_leads_a_message_that_has_nothing_surer(account: Account) -> None:
    order = ThreadKey("order:7", leads=False)
    arrive(account, mail("m1", thread_keys=(ThreadKey("case:1"), order)))
    arrive(account, mail("m2", at=NINE + HOUR, thread_keys=(ThreadKey("case:2"), order)))
    arrive(account, mail("m3", "order:7", at=NINE + 2 * HOUR), now=NINE + 2 * HOUR)
    assert threads() == [["m1"], ["m2", "m3"]]


def test_names_of_two_accounts_have_nothing_to_do_with_each_other(account: Account) -> None:
    arrive(account, mail("m1", "case:1"))
    arrive(make_account(), mail("m2", "case:1"))
    assert threads() == [["m1"], ["m2"]]


def test_a_name_longer_than_a_column_leads_as_well(account: Account) -> None:
    long = "mid:<" + "x" * 900 + ">"
    arrive(account, mail("m1", long))
    arrive(account, mail("m2", long, at=NINE + HOUR))
    assert threads() == [["m1", "m2"]]


def test_a_solved_conversation_is_opened_again_and_not_doubled(account: Account) -> None:
    arrive(account, mail("m1", "case:1"), shop_message("m2", at=NINE + HOUR, thread_id="new:m1"), quiet=True)
    assert Ticket.objects.get().status == Status.SOLVED
    arrive(account, mail("m3", "case:1", at=NINE + 3 * DAY), now=NINE + 3 * DAY)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.message_count) == (Status.OPEN, 3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), pages=st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_messages_that_share_a_lasting_name_end_up_together_in_whatever_order_they_come(
    account: Account, order: list[int], pages: list[int]
) -> None:
    run = "".join(map(str, order)) + "-" + "".join(map(str, pages)) + str(ThreadName.objects.count())
    mails = [
        mail(f"{run}:{number}", f"mid:{run}:{number}", f"case:{run}:{number % 2}", at=NINE + number * HOUR)
        for number in range(6)
    ]
    left = [mails[number] for number in order]
    for size in pages:
        page, left = left[:size], left[size:]
        arrive(account, *page, now=NINE + DAY)
    arrive(account, *left, now=NINE + DAY)
    found = Message.objects.filter(external_id__startswith=f"{run}:").values_list("ticket", "external_id")
    together = {(int(name[-1]) % 2, ticket) for ticket, name in found}
    assert len(found) == 6
    assert len(together) == 2


def copies_of(text: str, *, at: datetime = NINE, external_id: str = "m1", **fields: object) -> IncomingMessage:
    return buyer_message(external_id, text=text, at=at, copy_within=2 * MINUTE, **fields)  # type: ignore[arg-type]


def test_copies_that_share_no_id_are_one_message(account: Account) -> None:
    first, second = copies_of("Bonjour ?"), copies_of("Bonjour  ?", external_id="m2", at=NINE + MINUTE)
    counts = arrive(account, first, second)
    assert (counts.new, counts.repeated) == (1, 1)
    late = arrive(account, copies_of("Bonjour ?", external_id="m3", at=NINE + 2 * MINUTE), now=NINE + HOUR)
    assert (late.new, late.repeated) == (0, 1)
    assert Ticket.objects.get().message_count == 1


def test_the_same_words_later_in_another_conversation_or_from_the_shop_are_no_copies(account: Account) -> None:
    arrive(
        account,
        copies_of("Bonjour ?"),
        copies_of("Bonjour ?", external_id="m2", at=NINE + 3 * MINUTE),
        copies_of("Bonjour ?", external_id="m3", thread_id="t2"),
        copies_of("Bonjour ?", external_id="m4", direction=Direction.OUT),
    )
    assert Message.objects.count() == 4


def test_what_answers_our_reply_finds_its_conversation(postbox: Account, post: Post, agent: User) -> None:
    arrive(postbox, mail("m1", "mid:<question>"))
    reply = outbox.queue_reply(Ticket.objects.get(), body="Demain.", by=agent, now=NINE)
    delivery.deliver(reply.pk, now=NINE + MINUTE)
    reply.refresh_from_db()
    arrive(postbox, mail("m2", "mid:<thanks>", f"mid:{reply.external_id}", at=NINE + HOUR), now=NINE + HOUR)
    assert Ticket.objects.get().message_count == 3
    assert post.sent[0].key in reply.external_id


def test_a_message_keeps_what_it_came_as_only_where_that_is_more_than_its_words(account: Account) -> None:
    whole: dict[str, Any] = {
        "whole_text": "Bonjour\n> cité",
        "html": "<p>Bonjour</p>",
        "answering": {"to": "a@b"},
        "links": {"case": "x"},
    }
    arrive(account, buyer_message("m1", **whole), buyer_message("m2"))
    original = Original.objects.get()
    assert original.message.external_id == "m1"
    assert (original.whole_text, original.html) == ("Bonjour\n> cité", "<p>Bonjour</p>")
    assert (original.answering, original.links) == ({"to": "a@b"}, {"case": "x"})


def test_a_ticket_has_the_language_of_its_latest_buyer_message_that_was_sure(account: Account) -> None:
    arrive(account, buyer_message("m1", text="Bonjour, je n'ai toujours pas reçu mon colis, où est-il ?"))
    arrive(account, buyer_message("m2", text="ok", at=NINE + HOUR))
    assert Ticket.objects.get().language == "fr"
    english = "Hello, could you please tell me where my parcel is? I have been waiting for it since Monday."
    arrive(account, buyer_message("m3", text=english, at=NINE + 2 * HOUR), shop_message("m4", at=NINE + 3 * HOUR))
    assert Ticket.objects.get().language == "en"
    assert list(Message.objects.order_by("external_id").values_list("language", flat=True)) == ["fr", "fr", "en", ""]


def test_a_buyer_known_by_an_address_gets_the_name_a_later_message_tells(account: Account) -> None:
    arrive(account, buyer_message("m1", buyer=Person("x1@relay.test")))
    arrive(account, buyer_message("m2", at=NINE + HOUR, buyer=Person("X1@relay.test", "Jeanne"), order_id="1-2"))
    ticket = Ticket.objects.get()
    assert (Buyer.objects.get().name, ticket.buyer_name, ticket.order_id) == ("Jeanne", "Jeanne", "1-2")


def test_old_questions_of_a_marketplace_that_hides_our_answers_come_in_closed(postbox: Account) -> None:
    arrive(postbox, mail("m1", "case:1"), now=NINE + 20 * DAY, quiet=True)
    arrive(postbox, mail("m2", "case:2", at=NINE + 20 * DAY - HOUR), now=NINE + 20 * DAY, quiet=True)
    old, recent = Ticket.objects.order_by("last_message_at")
    assert (old.status, old.needs_reply) == (Status.SOLVED, False)
    assert (recent.status, recent.needs_reply) == (Status.OPEN, True)
    arrive(postbox, mail("m3", "case:1", at=NINE + 20 * DAY), now=NINE + 20 * DAY)
    old.refresh_from_db()
    assert old.cycles.get().opened_at == NINE + 20 * DAY


def renamed(at: datetime) -> IncomingMessage:
    """The reply "Demain." in the sent mails, as a server shows it that gave it a Message-ID of its own."""
    return copies_of("Demain.", at=at, external_id="<renamed>", thread_id="new:m1", direction=Direction.OUT)


def test_our_reply_under_another_name_in_the_sent_mails_is_no_second_answer(
    postbox: Account, post: Post, agent: User
) -> None:
    arrive(postbox, mail("m1", "mid:<question>"))
    reply = outbox.queue_reply(Ticket.objects.get(), body="Demain.", by=agent, now=NINE)
    delivery.deliver(reply.pk, now=NINE + HOUR)
    renamed = copies_of(
        "Demain.", at=NINE + HOUR + MINUTE, external_id="<renamed>", thread_id="new:m1", direction=Direction.OUT
    )
    assert arrive(postbox, renamed, now=NINE + 2 * HOUR).new == 0
    assert Message.objects.filter(direction="out").count() == 1


def test_the_renamed_copy_of_an_unsure_reply_settles_it(postbox: Account, post: Post, agent: User) -> None:
    post.answers.append(OutcomeUnknown("the connection broke"))
    arrive(postbox, mail("m1", "mid:<question>"))
    reply = outbox.queue_reply(Ticket.objects.get(), body="Demain.", by=agent, now=NINE)
    delivery.deliver(reply.pk, now=NINE + MINUTE)
    renamed = copies_of(
        "Demain.", at=NINE + MINUTE, external_id="<renamed>", thread_id="new:m1", direction=Direction.OUT
    )
    arrive(postbox, renamed, now=NINE + HOUR)
    reply.refresh_from_db()
    assert (reply.delivery, reply.external_id) == (Delivery.ACCEPTED, "<renamed>")
