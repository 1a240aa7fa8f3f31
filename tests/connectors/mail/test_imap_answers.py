"""FETCH answers as servers write them."""

import pytest

from connectors.mail.transport.imap_answers import Piece, fetched
from connectors.mail.transport.large import Part, assembled, part_from


def test_a_mail_as_a_literal() -> None:
    pieces: list[Piece] = [(b'1 (UID 7 INTERNALDATE "20-Nov-2026 12:00:00 +0000" BODY[] {5}', b'a("b)'), b")"]
    assert list(fetched(pieces)) == [{"UID": "7", "INTERNALDATE": "20-Nov-2026 12:00:00 +0000", "BODY[]": b'a("b)'}]


def test_attributes_may_come_in_any_order_and_after_the_literal() -> None:
    pieces: list[Piece] = [(b"1 (BODY[] {1}", b"x"), b" UID 7 FLAGS (\\Seen \\Flagged) X-GM-MSGID 12)"]
    assert list(fetched(pieces)) == [{"BODY[]": b"x", "UID": "7", "FLAGS": ["\\Seen", "\\Flagged"], "X-GM-MSGID": "12"}]


def test_answers_nobody_asked_for_stand_between() -> None:
    pieces: list[Piece] = [b"3 (FLAGS (\\Seen))", (b"1 (UID 7 BODY[] {1}", b"x"), b")", b"4 (FLAGS ())", None]
    assert [answer["UID"] for answer in fetched(pieces) if "BODY[]" in answer] == ["7"]


def test_a_short_mail_may_come_quoted_and_an_empty_one_as_nil() -> None:
    assert list(fetched([rb'1 (UID 7 BODY[] "say \"hi\" \\ ")', b"2 (UID 8 BODY[] NIL)"])) == [
        {"UID": "7", "BODY[]": 'say "hi" \\ '},
        {"UID": "8", "BODY[]": None},
    ]


def test_several_literals_in_one_answer() -> None:
    pieces: list[Piece] = [(b"1 (UID 7 BODY[1.MIME] {2}", b"ab"), (b" BODY[1]<0> {3}", b"cde"), b")"]
    assert list(fetched(pieces)) == [{"UID": "7", "BODY[1.MIME]": b"ab", "BODY[1]<0>": b"cde"}]


@pytest.mark.parametrize("garbage", [b"", b")))", b"(((", b'1 (UID "7', b"1 (UID)", b"\xff\xfe", b"1 ((()) NIL)"])
def test_garbage_is_no_crash(garbage: bytes) -> None:
    list(fetched([garbage, (garbage, b"x"), garbage]))


def test_a_structure_names_sections_as_imap_does() -> None:
    line = (
        b'1 (BODYSTRUCTURE ((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 20 1)("TEXT" "HTML" NIL NIL NIL "8BIT" '
        b'30 2) "ALTERNATIVE")("APPLICATION" "PDF" ("NAME" "a.pdf") NIL NIL "BASE64" 9000 NIL ("ATTACHMENT" '
        b'("FILENAME" "a.pdf"))) "MIXED"))'
    )
    (answer,) = fetched([line])
    text, html = Part("1.1", "text/plain", 20, ""), Part("1.2", "text/html", 30, "")
    assert part_from(answer["BODYSTRUCTURE"]) == Part(
        "",
        "multipart/mixed",
        0,
        "",
        (Part("1", "multipart/alternative", 0, "", (text, html)), Part("2", "application/pdf", 9000, "a.pdf")),
    )


@pytest.mark.parametrize("structure", [None, [], "x", [[]], ["TEXT"], [None, None, [], [], [], [], "many"], [[[[]]]]])
def test_a_structure_that_makes_no_sense_is_still_a_mail(structure: object) -> None:
    root = part_from(structure)
    assert b"Subject: x" in assembled(b"Subject: x\r\n\r\n", root, contents={})
