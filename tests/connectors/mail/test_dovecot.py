"""Reading a mailbox of a real Dovecot."""

import socket
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.mail.mailbox import Mailbox
from connectors.mail.servers import Server
from tests.connectors.mail.cutting import cutting
from tests.connectors.mail.dovecot import Dovecot
from tests.connectors.mail.letters import mail, mail_with_files
from tests.connectors.mail.reader import NOON, SINCE, Reader


def test_a_mail_arrives_byte_for_byte_with_where_and_when(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, mail(1), at=NOON)

    (item,) = Reader(server).pull().stored.values()

    assert (item.kind, item.blob, item.version) == ("mail", mail(1), "1")
    assert len(item.key) == 64
    assert {**item.body, "uidvalidity": 0} == {
        "folder": "INBOX",
        "uidvalidity": 0,
        "uid": 1,
        "received_at": "2026-11-20T12:00:00+00:00",
        "size": len(mail(1)),
        "partial": False,
    }


def test_the_next_pull_brings_only_what_is_new(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, *(mail(number) for number in range(3)), at=NOON)
    reader = Reader(server).pull()

    assert list(reader.pages()) == []

    dovecot.deliver(user, mail(3), at=NOON)
    assert [item.blob for page in reader.pages() for item in page.items] == [mail(3)]


def test_an_empty_mailbox_is_no_error(server: Server) -> None:
    assert Reader(server).pull().stored == {}


def test_many_mails_come_in_pages_of_fifty_and_large_ones_in_smaller_pages(
    dovecot: Dovecot, user: str, server: Server
) -> None:
    dovecot.deliver(user, *(mail(number) for number in range(60)), at=NOON)
    dovecot.deliver(user, *(mail(number, size=2_000_000) for number in range(60, 64)), at=NOON)

    assert [len(page.items) for page in Reader(server).pages()] == [50, 12, 2]


def test_nothing_in_the_mailbox_changes(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, mail(1), mail_with_files(("big.zip", b"z" * 400_000)), at=NOON)
    before = dovecot.flags(user)

    Reader(server, largest=100_000).pull()

    assert dovecot.flags(user) == before
    assert not any(b"Seen" in flags for flags in before)


def test_mails_before_since_stay_where_they_are(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, mail(1), at=SINCE - timedelta(days=3))
    dovecot.deliver(user, mail(2), at=SINCE + timedelta(minutes=1))

    assert Reader(server).pull().blobs() == [mail(2)]


def test_a_back_fill_takes_a_range_whatever_the_cursor_says(dovecot: Dovecot, user: str, server: Server) -> None:
    for number in range(10):
        dovecot.deliver(user, mail(number), at=NOON - timedelta(days=number))
    reader = Reader(server).pull()
    reader.stored.clear()

    reader.pull(until=NOON - timedelta(days=7))

    assert {mail(7), mail(8), mail(9)} <= set(reader.blobs())
    assert mail(4) not in reader.blobs()


def test_a_changed_uidvalidity_brings_everything_again_under_the_same_keys(
    dovecot: Dovecot, user: str, server: Server
) -> None:
    dovecot.deliver(user, *(mail(number) for number in range(5)), at=NOON)
    reader = Reader(server).pull()
    keys = set(reader.stored)

    dovecot.change_uidvalidity(user)
    dovecot.deliver(user, mail(5), at=NOON)
    reader.pull()

    assert reader.fetched == 11
    assert len(reader.stored) == 6
    assert keys < set(reader.stored)
    assert reader.pull().fetched == 11


def test_folders_with_any_name_are_read(dovecot: Dovecot, user: str, server: Server) -> None:
    names = ("INBOX", "Amazon/Käufer & Co", "[Gmail]/Messages envoyés", '受信"箱')
    for number, name in enumerate(names):
        dovecot.deliver(user, mail(number), folder=name, at=NOON)

    reader = Reader(server, names).pull()

    assert {item.body["folder"]: item.blob for item in reader.stored.values()} == {
        name: mail(number) for number, name in enumerate(names)
    }
    assert set(reader.cursor or {}) == set(names)


def test_a_folder_renamed_is_told_after_the_others_were_read_and_found_again_without_loss(
    dovecot: Dovecot, user: str, server: Server
) -> None:
    dovecot.deliver(user, mail(1), folder="Amazon", at=NOON)
    reader = Reader(server, ("Amazon", "INBOX")).pull()
    dovecot.rename(user, "Amazon", "Amazon alt")
    dovecot.deliver(user, mail(2), folder="Amazon alt", at=NOON)
    dovecot.deliver(user, mail(3), at=NOON)

    with pytest.raises(UnexpectedAnswer, match="Amazon"):
        reader.pull()
    assert mail(3) in reader.blobs()
    assert "INBOX" in (reader.mailbox.check()[0])

    reader.mailbox = Mailbox(server, ("Amazon alt", "INBOX"))
    reader.pull()
    assert sorted(reader.blobs()) == sorted(map(mail, (1, 2, 3)))
    assert reader.mailbox.check() == ()


def test_a_copy_in_two_folders_is_one_mail(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, mail(1), mail(1), at=NOON)
    dovecot.deliver(user, mail(1), folder="Archive", at=NOON)

    assert Reader(server, ("INBOX", "Archive")).pull().blobs() == [mail(1)]


def test_a_connection_cut_in_the_middle_keeps_what_came_and_loses_nothing(
    dovecot: Dovecot, user: str, server: Server
) -> None:
    mails = [mail(number, size=20_000) for number in range(200)]
    dovecot.deliver(user, *mails, at=NOON)
    with cutting(dovecot.plain_port) as proxy:
        reader = Reader(replace(server, port=proxy.port))
        cuts = 0
        while True:
            proxy.cut_after = 1_300_000
            try:
                reader.pull()
                break
            except TryLater:
                cuts += 1
        proxy.cut_after = None

    assert cuts >= 2
    assert sorted(reader.blobs()) == sorted(mails)
    assert reader.fetched == 200


def test_a_mail_over_the_limit_comes_with_its_texts_and_small_files(
    dovecot: Dovecot, user: str, server: Server
) -> None:
    raw = mail_with_files(("film.mp4", b"\x00\x01" * 3_000_000), ("small.pdf", b"%PDF small"), text="Größe 42, bitte.")
    dovecot.deliver(user, raw, at=NOON)

    (item,) = Reader(server, largest=1_000_000).pull().stored.values()

    read = message_from_bytes(item.blob, policy=default)
    assert item.body["partial"] is True
    assert item.body["size"] == len(raw)
    assert len(item.blob) < 20_000
    assert read["Subject"] == "Bilder für Sie"
    assert read["Message-ID"] == "<files@example.test>"
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Größe 42, bitte."
    note, small = read.iter_attachments()
    assert "film.mp4" in note.get_content()
    assert (small.get_filename(), small.get_content()) == ("small.pdf", b"%PDF small")


def test_a_large_mail_has_the_same_key_after_a_re_scan(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, mail(0), mail_with_files(("film.mp4", b"z" * 4_000_000)), at=NOON)
    reader = Reader(server, largest=1_000_000).pull()
    dovecot.change_uidvalidity(user)

    assert len(reader.pull().stored) == 2


@pytest.mark.parametrize("content_type", ["application/pdf", "text/plain"])
def test_a_large_mail_of_one_part_is_still_a_mail(
    dovecot: Dovecot, user: str, server: Server, content_type: str
) -> None:
    head = f"Subject: one part\r\nMessage-ID: <one@example.test>\r\nContent-Type: {content_type}\r\n\r\n".encode()
    dovecot.deliver(user, head + b"line of text\r\n" * 400_000, at=NOON)

    (item,) = Reader(server, largest=1_000_000).pull().stored.values()

    read = message_from_bytes(item.blob, policy=default)
    assert len(item.blob) < 3_000_000
    assert read["Subject"] == "one part"
    assert ("line of text" in str(read)) is (content_type == "text/plain")


def test_a_mail_deleted_meanwhile_is_no_error(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.deliver(user, *(mail(number) for number in range(120)), at=NOON)
    pages = Reader(server).pages()
    first = next(pages)
    with dovecot.client(user) as other:
        other.select("INBOX")
        other.store("101:110", "+FLAGS", r"(\Deleted)")
        other.expunge()

    rest = [item for page in pages for item in page.items]

    assert len(first.items) + len(rest) in (110, 120)


# --- getting in


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_connections_trust_the_operators_own_authority(
    dovecot: Dovecot, user: str, server: Server, security: Any, trusted: Path
) -> None:
    dovecot.deliver(user, mail(1), at=NOON)
    port = dovecot.tls_port if security == "tls" else dovecot.plain_port

    assert Reader(replace(server, host="localhost", port=port, security=security)).pull().blobs() == [mail(1)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(dovecot: Dovecot, server: Server, security: Any) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.plain_port

    with pytest.raises(TryLater, match=r"certificate of \S+ is not trusted"):
        Reader(replace(server, port=port, security=security)).pull()


def test_a_wrong_password_asks_to_sign_in_again_and_does_not_show_it(server: Server) -> None:
    with pytest.raises(SignInAgain) as caught:
        Reader(replace(server, password="wrong and secret")).pull()

    assert "wrong and secret" not in str(caught.value)
    assert "refuses the log-in" in str(caught.value)


def test_a_server_that_is_away_is_tried_later(server: Server) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    with pytest.raises(TryLater, match=r"127\.0\.0\.1"):
        Reader(replace(server, port=port)).pull()
