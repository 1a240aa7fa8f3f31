"""Our reader and our sender at the simulated mail server, which has bad days on demand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import (
    MarketplaceError,
    OutcomeUnknown,
    PartlyRead,
    ReplyRefused,
    SignInAgain,
    TryLater,
    UnexpectedAnswer,
)
from connectors.mail.mailbox import mail_in
from connectors.mail.sending import send_mail
from connectors.mail.servers import Server, server_from
from connectors.mail.simulation import MailPost
from connectors.mail.transport.compose import OutgoingMail
from connectors.mail.transport.places import ATTEMPTS
from connectors.simulation import Trouble
from tests.connectors.mail.letters import mail, mail_with_files
from tests.connectors.mail.reader import NOON, Reader
from tests.connectors.tools import Clock

SHOP = "shop@shop.example"
REPLY = OutgoingMail(SHOP, "buyer@people.example", "Re: Größe", "Ja, 42.", "<reply-1@shop.example>")


@pytest.fixture
def post() -> Iterator[MailPost]:
    made = MailPost(now=Clock())
    made.office.longest_hold = timedelta(seconds=2)
    made.start()
    made.add_mailbox(SHOP, 'pass"wörd', ("INBOX", "Réclamations/été"))
    yield made
    made.stop()


def server(post: MailPost, which: str) -> Server:
    return server_from(post.credentials(SHOP)[which], what=which)


def test_mails_are_read_in_pages_and_only_once(post: MailPost) -> None:
    for number in range(120):
        post.deliver(SHOP, mail(number), at=NOON)
    reader = Reader(server(post, "mailbox"))

    assert [len(page.items) for page in reader.pages()] == [50, 50, 20]
    reader.pull()
    post.deliver(SHOP, mail(120), at=NOON)

    assert reader.pull().fetched == 121
    assert post.flags(SHOP)[1] == frozenset()


def test_folders_other_numbers_and_other_names(post: MailPost) -> None:
    post.deliver(SHOP, mail(1), folder="Réclamations/été", at=NOON)
    reader = Reader(server(post, "mailbox"), ("Réclamations/été", "INBOX")).pull()

    post.change_uidvalidity(SHOP, "Réclamations/été")
    assert len(reader.pull().stored) == 1

    post.rename_folder(SHOP, "Réclamations/été", "Neu")
    post.deliver(SHOP, mail(2), at=NOON)
    with pytest.raises(PartlyRead, match=r"(?s)été.*correct its name"):
        reader.pull()
    assert mail(2) in reader.blobs()


def test_a_fetch_cut_off_is_continued(post: MailPost) -> None:
    for number in range(100):
        post.deliver(SHOP, mail(number, size=5000), at=NOON)
    reader = Reader(server(post, "mailbox"))
    post.cut_next_fetch(200)
    with pytest.raises(TryLater):
        reader.pull()

    assert sorted(reader.pull().blobs()) == sorted(mail(number, size=5000) for number in range(100))


def pulled_until_quiet(reader: Reader) -> int:
    """Pulls until one ends well; how many did not."""
    for failed in range(30):
        try:
            reader.pull()
        except TryLater:
            continue
        return failed
    raise AssertionError("never ended")


def test_a_mail_at_which_the_server_always_hangs_up_is_passed_over_and_named(post: MailPost) -> None:
    uids = [post.deliver(SHOP, mail(number), at=NOON) for number in range(60)]
    post.break_at(uids[20])
    reader = Reader(server(post, "mailbox"))

    failed = pulled_until_quiet(reader)

    assert failed == 1 + ATTEMPTS + 1  # among others; by itself; without its large files
    assert sorted(filter(None, reader.blobs())) == sorted(mail(number) for number in range(60) if number != 20)
    (left_out,) = [item for item in reader.stored.values() if not item.blob]
    with pytest.raises(UnexpectedAnswer, match=f"Mail {uids[20]} of the folder “INBOX” was passed over"):
        mail_in(left_out)
    post.deliver(SHOP, mail(60), at=NOON)
    assert mail(60) in reader.pull().blobs()
    assert reader.cursor
    assert reader.cursor["INBOX"].keys() == {"uidvalidity", "uid"}


def test_two_such_mails_and_a_large_one_are_passed_over_too(post: MailPost) -> None:
    large = mail_with_files(("film.mp4", b"z" * 400_000))
    mails = [mail(0), mail(1), large, mail(3)]
    uids = [post.deliver(SHOP, each, at=NOON) for each in mails]
    post.break_at(uids[1])
    post.break_at(uids[2])
    reader = Reader(server(post, "mailbox"), largest=100_000)

    pulled_until_quiet(reader)

    assert list(filter(None, reader.blobs())) == [mail(0), mail(3)]
    assert len(reader.stored) == 4


def test_a_mail_at_which_only_the_large_file_breaks_the_line_comes_without_it(post: MailPost) -> None:
    uid = post.deliver(SHOP, mail_with_files(("film.mp4", b"z" * 3_000_000), ("note.txt", b"here")), at=NOON)
    post.deliver(SHOP, mail(1), at=NOON)
    post.break_at(uid, after_bytes=20_000)
    reader = Reader(server(post, "mailbox"))

    pulled_until_quiet(reader)

    (content,) = [blob for blob in reader.blobs() if b"Please see the files." in blob]
    assert b"film.mp4" in content
    assert len(content) < 20_000
    assert mail(1) in reader.blobs()


def test_a_mail_passed_over_can_be_asked_for_again(post: MailPost) -> None:
    uid = post.deliver(SHOP, mail(0), at=NOON)
    post.deliver(SHOP, mail(1), at=NOON)
    post.break_at(uid)
    reader = Reader(server(post, "mailbox"))
    pulled_until_quiet(reader)
    (left_out,) = [item for item in reader.stored.values() if not item.blob]

    with pytest.raises(TryLater):
        reader.mailbox.fetch_again(left_out)
    post.mend(uid)

    found = reader.mailbox.fetch_again(left_out)
    assert found is not None
    assert found.blob == mail(0)
    post.change_uidvalidity(SHOP, "INBOX")
    assert reader.mailbox.fetch_again(left_out) is None


def test_a_line_that_breaks_now_and_then_costs_no_mail(post: MailPost) -> None:
    for number in range(100):
        post.deliver(SHOP, mail(number, size=5000), at=NOON)
    reader = Reader(server(post, "mailbox"))
    for _ in range(ATTEMPTS):
        post.cut_next_fetch(20_000)

    pulled_until_quiet(reader)

    assert sorted(reader.blobs()) == sorted(mail(number, size=5000) for number in range(100))


def test_a_large_mail_comes_without_its_large_file(post: MailPost) -> None:
    post.deliver(SHOP, mail_with_files(("film.mp4", b"z" * 4_000_000), ("a.txt", b"small")), at=NOON)

    (item,) = Reader(server(post, "mailbox"), largest=1_000_000).pull().stored.values()

    assert item.body["partial"] is True
    assert b"film.mp4" in item.blob
    assert len(item.blob) < 10_000


def test_a_mail_sent_arrives(post: MailPost) -> None:
    taken: list[tuple[str, list[str], bytes]] = []
    post.on_mail = lambda sender, recipients, raw: taken.append((sender, list(recipients), raw))

    send_mail(server(post, "smtp"), REPLY)

    ((sender, recipients, raw),) = taken
    assert (sender, recipients) == (SHOP, ["buyer@people.example"])
    assert b"Message-ID: <reply-1@shop.example>" in raw


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble.TOO_MANY, TryLater),
        (Trouble.UNAVAILABLE, TryLater),
        (Trouble.SERVER_ERROR, TryLater),
        (Trouble.REFUSED, ReplyRefused),
        (Trouble.TOKEN_EXPIRED, SignInAgain),
        (Trouble.TIMEOUT_BEFORE, OutcomeUnknown),
        (Trouble.TIMEOUT_AFTER, OutcomeUnknown),
        (Trouble.CONNECTION_CUT, OutcomeUnknown),
        (Trouble.MALFORMED, OutcomeUnknown),
    ],
)
def test_bad_days_of_sending(post: MailPost, trouble: Trouble, error: Any) -> None:
    post.trouble(trouble, path="smtp")
    with pytest.raises(MarketplaceError) as caught:
        send_mail(server(post, "smtp"), REPLY, timeout=0.5)
    assert type(caught.value) is error
