"""The simulated mail server as mail programs meet it: over its ports, with the standard library's clients."""

import imaplib
import smtplib
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from imap_tools import AND, MailBoxUnencrypted

from connectors.mail.simulation import MailPost, MailRejected
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock

SHOP, PASSWORD = "shop@shop.example", 'pass"word'
MAIL = (
    b"From: Ana <ana@people.example>\r\nTo: shop@shop.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n"
    b"Date: Fri, 20 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\nnobody reads this\r\n--b\r\n'
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n--b\r\n"
    b"Content-Type: message/rfc822\r\n\r\nSubject: inside\r\n\r\nInner\r\n--b--\r\n"
)


@pytest.fixture
def post() -> Iterator[MailPost]:
    made = MailPost(now=Clock())
    made.office.longest_hold = timedelta(seconds=0.5)
    made.start()
    made.add_mailbox(SHOP, PASSWORD, ("INBOX", "Réclamations/été"))
    yield made
    made.stop()


@pytest.fixture
def imap(post: MailPost) -> imaplib.IMAP4:
    client = imaplib.IMAP4("127.0.0.1", post.imap_port, timeout=60)
    client.login(SHOP, PASSWORD)
    return client


@pytest.fixture
def smtp(post: MailPost) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", post.smtp_port, timeout=60)


def fetch(imap: imaplib.IMAP4, uids: str, items: str) -> Sequence[object]:
    return imap.uid("FETCH", uids, items)[1]


def found(imap: imaplib.IMAP4, *criteria: str) -> list[int]:
    return [int(number) for number in imap.uid("SEARCH", *criteria)[1][0].split()]


def test_a_mail_comes_out_byte_for_byte_and_stays_unread(post: MailPost, imap: imaplib.IMAP4) -> None:
    uid = post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    [(_, content), _] = fetch(imap, str(uid), "(BODY.PEEK[])")  # type: ignore[misc]
    assert content == MAIL  # type: ignore[has-type]
    assert post.flags(SHOP) == {uid: frozenset()}


def test_reading_a_body_without_peek_marks_it_as_read_unless_the_folder_is_read_only(
    post: MailPost, imap: imaplib.IMAP4
) -> None:
    uid = post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    fetch(imap, str(uid), "(BODY[])")
    assert post.flags(SHOP)[uid] == frozenset()
    imap.select("INBOX")
    fetch(imap, str(uid), "(BODY[])")
    assert post.flags(SHOP)[uid] == {"\\Seen"}


def test_parts_come_one_by_one(post: MailPost, imap: imaplib.IMAP4) -> None:
    post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    answer = fetch(
        imap, "1", "(BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[2.HEADER] BODY.PEEK[2.1] BODY.PEEK[]<6.3> BODY.PEEK[9])"
    )
    pieces = [piece[1] for piece in answer if isinstance(piece, tuple)]
    assert pieces == [
        b"Hello",
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n",
        b"Subject: inside\r\n\r\n",
        b"Inner",
        b"Ana",
    ]
    assert b"BODY[9] NIL" in answer[-1]  # type: ignore[operator]


def test_the_structure_names_every_part_with_its_size(post: MailPost, imap: imaplib.IMAP4) -> None:
    post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    [structure] = fetch(imap, "1", "(BODYSTRUCTURE)")
    assert b'("TEXT" "PLAIN" ("charset" "utf-8") NIL NIL "7BIT" 5 0' in structure  # type: ignore[operator]
    assert b'"MESSAGE" "RFC822"' in structure  # type: ignore[operator]


def test_chosen_header_fields_come_alone(post: MailPost, imap: imaplib.IMAP4) -> None:
    post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    [(_, content), _] = fetch(imap, "1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT TO)])")  # type: ignore[misc]
    assert content == b"To: shop@shop.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\n"  # type: ignore[has-type]


def test_a_search_finds_by_uid_day_and_header(post: MailPost, imap: imaplib.IMAP4) -> None:
    for days in range(5):
        post.deliver(SHOP, MAIL, at=NOON - timedelta(days=4 - days))
    imap.select("INBOX", readonly=True)
    assert found(imap, "ALL") == [1, 2, 3, 4, 5]
    assert found(imap, "UID", "2:3,5") == [2, 3, 5]
    assert found(imap, "UID", "9:*") == [5]
    assert found(imap, "SINCE", "19-Nov-2026") == [4, 5]
    assert found(imap, "BEFORE", "18-Nov-2026", "UID", "2:*") == [2]
    assert found(imap, "OR", "UID", "1", "NOT", "BEFORE", "20-Nov-2026") == [1, 5]
    assert found(imap, "HEADER", "From", "ana@people") == [1, 2, 3, 4, 5]
    assert found(imap, "SUBJECT", "nothing") == []


def test_imap_tools_reads_folders_and_mails(post: MailPost) -> None:
    post.deliver(SHOP, MAIL, folder="Réclamations/été")
    with MailBoxUnencrypted("127.0.0.1", post.imap_port).login(SHOP, PASSWORD) as box:
        assert {folder.name for folder in box.folder.list()} == {"INBOX", "Réclamations/été"}
        assert box.folder.status("Réclamations/été")["MESSAGES"] == 1
        box.folder.set("Réclamations/été", readonly=True)
        [mail] = box.fetch(AND(date_gte=NOON.date()), mark_seen=False)
    assert (mail.uid, mail.subject, mail.from_) == ("1", "café", "ana@people.example")


def test_a_token_opens_the_mailbox_as_the_password_does(post: MailPost) -> None:
    client = imaplib.IMAP4("127.0.0.1", post.imap_port, timeout=60)
    client.authenticate("XOAUTH2", lambda _: f"user={SHOP}\1auth=Bearer {PASSWORD}\1\1".encode())
    assert client.select("INBOX")[0] == "OK"


@pytest.mark.parametrize("user", [SHOP, "nobody@shop.example"])
def test_a_wrong_password_is_refused(post: MailPost, user: str) -> None:
    client = imaplib.IMAP4("127.0.0.1", post.imap_port, timeout=60)
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        client.login(user, "wrong")


def test_an_appended_mail_has_its_flags_and_its_time(post: MailPost, imap: imaplib.IMAP4) -> None:
    imap.append("INBOX", "(\\Seen)", '"19-Nov-2026 08:00:00 +0000"', MAIL)
    imap.select("INBOX", readonly=True)
    [answer] = fetch(imap, "1", "(FLAGS INTERNALDATE RFC822.SIZE)")
    assert b'FLAGS (\\Seen) INTERNALDATE "19-Nov-2026 08:00:00 +0000"' in answer  # type: ignore[operator]
    assert post.mails(SHOP) == (MAIL,)


def test_a_mail_can_be_moved_and_removed(post: MailPost, imap: imaplib.IMAP4) -> None:
    post.deliver(SHOP, MAIL)
    post.deliver(SHOP, MAIL)
    imap.select("INBOX")
    imap.uid("MOVE", "1", '"R&AOk-clamations/&AOk-t&AOk-"')
    imap.uid("STORE", "2", "+FLAGS", "(\\Deleted)")
    imap.expunge()
    assert len(post.mails(SHOP, "Réclamations/été")) == 1
    assert post.mails(SHOP) == ()


def test_a_waiting_client_hears_of_new_mail(post: MailPost, imap: imaplib.IMAP4) -> None:
    imap.select("INBOX", readonly=True)
    imap.send(b"A IDLE\r\n")
    assert imap.readline().startswith(b"+")
    post.deliver(SHOP, MAIL)
    assert imap.readline() == b"* 1 EXISTS\r\n"
    imap.send(b"DONE\r\n")
    assert imap.readline().startswith(b"A OK")


def test_the_line_breaks_in_the_middle_of_a_fetch_once(post: MailPost, imap: imaplib.IMAP4) -> None:
    for _ in range(3):
        post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    post.cut_next_fetch(len(MAIL) + 100)
    with pytest.raises(imaplib.IMAP4.abort):
        fetch(imap, "1:3", "(BODY.PEEK[])")
    with MailBoxUnencrypted("127.0.0.1", post.imap_port).login(SHOP, PASSWORD) as box:
        assert len(list(box.fetch(mark_seen=False))) == 3


def test_a_new_uidvalidity_numbers_the_mails_anew(post: MailPost, imap: imaplib.IMAP4) -> None:
    first, second = post.deliver(SHOP, MAIL), post.deliver(SHOP, MAIL)
    imap.select("INBOX")
    before = imap.response("UIDVALIDITY")[1]
    imap.uid("STORE", str(first), "+FLAGS", "(\\Deleted)")
    imap.expunge()
    post.change_uidvalidity(SHOP)
    assert second == 2
    assert list(post.flags(SHOP)) == [1]
    with MailBoxUnencrypted("127.0.0.1", post.imap_port).login(SHOP, PASSWORD) as box:
        assert str(box.folder.status("INBOX")["UIDVALIDITY"]).encode() != before[0]


def test_a_renamed_folder_is_gone_under_its_old_name(post: MailPost) -> None:
    post.deliver(SHOP, MAIL, folder="Réclamations/été")
    post.rename_folder(SHOP, "Réclamations/été", "Old")
    with MailBoxUnencrypted("127.0.0.1", post.imap_port).login(SHOP, PASSWORD) as box:
        assert box.folder.exists("Old")
        assert not box.folder.exists("Réclamations/été")


def test_a_sent_mail_reaches_the_listener_and_mailboxes_of_the_place(post: MailPost, smtp: smtplib.SMTP) -> None:
    taken: list[tuple[str, Sequence[str], bytes]] = []
    post.on_mail = lambda *mail: taken.append(mail)
    smtp.login(SHOP, PASSWORD)
    smtp.sendmail(SHOP, ["ana@people.example", SHOP], MAIL)
    assert taken == [(SHOP, ["ana@people.example", SHOP], MAIL)]
    assert post.mails(SHOP) == (MAIL,)


def test_the_listener_may_reject_a_mail_in_its_own_words(post: MailPost, smtp: smtplib.SMTP) -> None:
    def reject(*_mail: object) -> None:
        raise MailRejected("554 5.7.1 Not here")

    post.on_mail = reject
    with pytest.raises(smtplib.SMTPDataError, match=r"5\.7\.1 Not here"):
        smtp.sendmail(SHOP, [SHOP], MAIL)
    assert post.mails(SHOP) == ()


def test_a_mail_that_is_too_large_is_refused() -> None:
    post = MailPost(now=Clock(), largest=1000)
    post.start()
    client = smtplib.SMTP("127.0.0.1", post.smtp_port, timeout=60)
    with client as smtp, pytest.raises(smtplib.SMTPSenderRefused) as told:
        smtp.sendmail("a@b.example", ["c@d.example"], MAIL + b"x" * 2000)
    post.stop()
    assert told.value.smtp_code == 552


@pytest.mark.parametrize(
    ("trouble", "code"), [(Trouble.TOO_MANY, 451), (Trouble.UNAVAILABLE, 421), (Trouble.REFUSED, 550)]
)
def test_a_bad_day_of_smtp_takes_nothing(post: MailPost, smtp: smtplib.SMTP, trouble: Trouble, code: int) -> None:
    post.trouble(trouble)
    with pytest.raises(smtplib.SMTPSenderRefused) as told:
        smtp.sendmail(SHOP, [SHOP], MAIL)
    assert told.value.smtp_code == code
    assert post.mails(SHOP) == ()


@pytest.mark.parametrize(
    ("trouble", "taken"), [(Trouble.TIMEOUT_BEFORE, 0), (Trouble.TIMEOUT_AFTER, 1), (Trouble.CONNECTION_CUT, 1)]
)
def test_a_mail_without_an_answer_may_have_been_taken(
    post: MailPost, smtp: smtplib.SMTP, trouble: Trouble, taken: int
) -> None:
    post.trouble(trouble)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.sendmail(SHOP, [SHOP], MAIL)
    assert len(post.mails(SHOP)) == taken


def test_a_bad_day_of_one_side_leaves_the_other_alone(post: MailPost, smtp: smtplib.SMTP) -> None:
    post.trouble(Trouble.UNAVAILABLE, path="imap")
    smtp.sendmail(SHOP, [SHOP], MAIL)
    client = imaplib.IMAP4("127.0.0.1", post.imap_port, timeout=60)
    with pytest.raises(imaplib.IMAP4.error, match="UNAVAILABLE"):
        client.login(SHOP, "any")


def test_a_restart_keeps_mails_flags_and_ports(tmp_path: Path) -> None:
    first = MailPost(now=Clock(), state=tmp_path / "post")
    first.start()
    first.add_mailbox(SHOP, PASSWORD)
    first.deliver(SHOP, MAIL, at=NOON)
    imap = imaplib.IMAP4("127.0.0.1", first.imap_port, timeout=60)
    imap.login(SHOP, PASSWORD)
    imap.select("INBOX")
    imap.uid("STORE", "1", "+FLAGS", "(\\Flagged)")
    first.stop()
    second = MailPost(now=Clock(), state=tmp_path / "post")
    second.start()
    second.stop()
    assert second.credentials(SHOP) == first.credentials(SHOP)
    assert second.mails(SHOP) == (MAIL,)
    assert second.flags(SHOP) == {1: frozenset({"\\Flagged"})}
    assert second.deliver(SHOP, MAIL) == 2


def test_thousands_of_mails_come_in_a_second(post: MailPost, imap: imaplib.IMAP4) -> None:
    for _ in range(3000):
        post.deliver(SHOP, MAIL)
    imap.select("INBOX", readonly=True)
    begin = time.monotonic()
    answer = fetch(imap, "1:*", "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])")
    assert len([piece for piece in answer if isinstance(piece, tuple)]) == 3000
    assert time.monotonic() - begin < 3
