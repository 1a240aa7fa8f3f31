"""Documents of reports as Amazon writes them, and as they come damaged."""

import gzip

import pytest

from connectors.amazon.spapi.read_feedback import COLUMNS
from connectors.amazon.spapi.table import header_key, rows_of
from connectors.errors import UnexpectedAnswer

ENGLISH = "Date\tRating\tComments\tOrder ID\n18/11/26\t1\tToo late\t403-1234567-1234567\n"


def test_columns_are_found_in_any_order_and_spelling() -> None:
    document = b"order-id\tCOMMENTS\tdate\n1\ttoo late\t18/11/26\n"
    assert list(rows_of(document, COLUMNS)) == [{"order_id": "1", "text": "too late", "date": "18/11/26"}]


def test_headers_in_german_are_the_same_columns() -> None:
    document = "Datum\tBewertung\tKommentare\tBestellnummer\n18.11.26\t1\tzu spät\t1\n".encode("cp1252")
    assert list(rows_of(document, COLUMNS)) == [{"date": "18.11.26", "rating": "1", "text": "zu spät", "order_id": "1"}]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_document_may_be_packed_or_plain_in_any_charset(charset: str) -> None:
    plain = ENGLISH.replace("late", "tard à l’été").encode(charset)
    rows = [list(rows_of(document, COLUMNS)) for document in (plain, gzip.compress(plain))]
    assert rows[0] == rows[1]
    assert rows[0][0]["text"] == "Too tard à l’été"


def test_japanese_documents_are_read() -> None:
    document = "日付\t評価\tコメント\t注文番号\n2026/11/18\t1\t遅い\t1\n".encode("cp932")
    assert next(rows_of(document, COLUMNS))["text"] == "遅い"


def test_quotation_marks_are_just_letters() -> None:
    document = b'Order ID\tComments\n1\t"so called" lamp\n2\t24" screen\n'
    assert [row["text"] for row in rows_of(document, COLUMNS)] == ['"so called" lamp', '24" screen']


def test_unknown_columns_stay_under_their_own_name_and_missing_ones_are_missing() -> None:
    document = b"Order ID\tNew Column\t\n1\tx\ty\n2\n\n"
    assert list(rows_of(document, COLUMNS)) == [{"order_id": "1", "New Column": "x"}, {"order_id": "2"}]


@pytest.mark.parametrize("document", [b"", b"\n", b"Order ID\tComments\n"])
def test_a_document_without_rows_has_none(document: bytes) -> None:
    assert list(rows_of(document, COLUMNS)) == []


@pytest.mark.parametrize("cut", [5, 12, 30])
def test_a_packed_document_that_was_cut_is_not_half_read(cut: int) -> None:
    with pytest.raises(UnexpectedAnswer):
        list(rows_of(gzip.compress(ENGLISH.encode())[:cut], COLUMNS))


def test_a_document_that_unpacks_to_gigabytes_is_refused() -> None:
    with pytest.raises(UnexpectedAnswer, match="128 MB"):
        list(rows_of(gzip.compress(b"\t" * (130 * 1024 * 1024), compresslevel=1), COLUMNS))


def test_bytes_of_any_kind_are_read_without_an_exception() -> None:
    list(rows_of(bytes(range(256)) * 50, COLUMNS))


def test_a_header_is_known_by_its_letters() -> None:
    assert {header_key(title) for title in ("Order ID", "order-id", "ORDER_ID")} == {"orderid"}
