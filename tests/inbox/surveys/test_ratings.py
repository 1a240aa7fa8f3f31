"""Ratings from files: read line by line, matched by order, kept once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox.erasure import erase_buyer
from inbox.models import SurveyAnswer, User
from inbox.ratings.forms import AVIS_VERIFIES, FORMS, OTHER, SURVEYMONKEY, TRUSTPILOT, Column, Form
from inbox.ratings.importing import Kept, keep_ratings
from inbox.ratings.matching import match_to_arrivals
from inbox.ratings.reading import MOST_LINES, NotATable, ReadFile, TooLong, columns_in, ratings_in, table_in
from inbox.ratings.values import moment_in, rating_in
from tests.make import NINE, make_account, make_order, make_ticket

PARIS = ZoneInfo("Europe/Paris")
NOVEMBER = datetime(2026, 11, 23, 12, tzinfo=UTC)
TRUST = """Review Id,Review Created (UTC),Review Stars,Review Text,Reference Id,Consumer Name
tp-1,2026-10-03 08:15:00,5,"Rapide, merci",O-1,Lise
tp-2,2026-10-04 09:00:00,1,Cassé,O-2,Paul
"""
VERIFIED = """N° commande;Note;Avis;Date de l'avis;Client
O-1;4;Très bien;03/10/2026;Lise
O-2;6;Hors échelle;04/10/2026;Paul
O-3;2;Moyen;le 5 octobre;Anne
"""
MONKEY = """Respondent ID,Date Modified,Order ID,Rating,Comment
,,Open-Ended Response,Response,Open-Ended Response
114,10/03/2026 02:15:00 PM,O-1,3,So-so
"""
ANONYMOUS = """mark|date|comment
5|2026-10-03|
5|2026-10-03|
4|2026-10-03|Bien
"""


def read(text: str, form: Form) -> ReadFile:
    table = table_in(text.encode())
    return ratings_in(table, columns_in(table, form), form=form, zone=PARIS, now=NOVEMBER)


def test_a_file_of_a_known_service_is_read_by_the_names_of_its_columns() -> None:
    first, second = read(TRUST, TRUSTPILOT).ratings
    assert (first.external_id, first.order_id, first.rating, first.comment) == ("tp-1", "O-1", 5, "Rapide, merci")
    assert first.written_at == datetime(2026, 10, 3, 10, 15, tzinfo=PARIS)
    assert second.rating == 1


def test_what_cannot_be_read_is_told_line_by_line_and_the_rest_comes_in() -> None:
    found = read(VERIFIED, AVIS_VERIFIES)
    assert [one.order_id for one in found.ratings] == ["O-1"]
    assert [(line.number, line.why) for line in found.unreadable] == [
        (3, "no whole mark from 1 to 5"),
        (4, "no date that can be read"),
    ]
    assert found.unreadable[0].cells[2] == "Hors échelle"


def test_names_of_columns_may_have_the_apostrophe_of_a_typesetter() -> None:
    assert read(VERIFIED.replace("'", "’"), AVIS_VERIFIES) == read(VERIFIED, AVIS_VERIFIES)


def test_a_second_line_of_names_is_no_rating_and_months_come_first_in_america() -> None:
    (one,) = read(MONKEY, SURVEYMONKEY).ratings
    assert one.written_at == datetime(2026, 10, 3, 14, 15, tzinfo=PARIS)
    assert read(MONKEY, SURVEYMONKEY).unreadable == []


def test_any_other_file_is_read_by_the_columns_chosen_in_the_code_page_of_windows() -> None:
    table = table_in("quand;combien;mot\n2026-10-03;8/10;reçu\n".encode("cp1252"))
    (one,) = ratings_in(
        table, {Column.WRITTEN: 0, Column.RATING: 1, Column.COMMENT: 2}, form=OTHER, zone=PARIS, now=NOVEMBER
    ).ratings
    assert (one.rating, one.comment) == (4, "reçu")


@pytest.mark.parametrize("content", [b"", b"one line,only\n", b"\x89PNG\r\n\x1a\n", b"no columns\nhere\n"])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotATable):
        table_in(content)


@pytest.mark.parametrize(
    ("text", "rating"), [("4", 4), ("4,0", 4), ("4/5", 4), ("9/10", 5), ("5 stars", 5), ("4.5", None), ("0", None)]
)
def test_marks_are_read_as_they_are_written_or_not_at_all(text: str, rating: int | None) -> None:
    assert rating_in(text) == rating


def test_a_day_without_a_time_stays_that_day() -> None:
    at = moment_in("2026-10-03", zone=PARIS, day_first=True)
    assert at is not None
    assert at.astimezone(UTC).date() == datetime(2026, 10, 3, tzinfo=UTC).date()


@pytest.mark.django_db
def test_ratings_find_their_tickets_by_order_and_the_same_file_again_changes_nothing() -> None:
    account = make_account()
    make_order(account=account, external_id="O-1")
    ticket = make_ticket(account=account, order_id="O-1")
    ratings = read(TRUST, TRUSTPILOT).ratings
    assert keep_ratings(ratings, source="trustpilot", now=NINE) == Kept(
        new=2, changed=0, same=0, unmatched=1, without_order=0
    )
    assert SurveyAnswer.objects.get(order_id="O-1").ticket == ticket
    assert keep_ratings(ratings, source="trustpilot", now=NINE) == Kept(
        new=0, changed=0, same=2, unmatched=0, without_order=0
    )


@pytest.mark.django_db
def test_a_rating_that_came_before_its_order_finds_the_ticket_later() -> None:
    keep_ratings(read(TRUST, TRUSTPILOT).ratings, source="trustpilot", now=NINE)
    ticket = make_ticket(order_id="O-2")
    match_to_arrivals(ticket.account, {"O-2"})
    assert SurveyAnswer.objects.get(order_id="O-2").ticket == ticket


@pytest.mark.django_db
def test_a_number_of_two_shops_is_of_neither() -> None:
    make_order(account=make_account(), external_id="O-1")
    make_order(account=make_account(), external_id="O-1")
    keep_ratings(read(TRUST, TRUSTPILOT).ratings, source="trustpilot", now=NINE)
    assert SurveyAnswer.objects.get(order_id="O-1").account is None


@pytest.mark.django_db
def test_an_erased_buyers_words_do_not_come_back_with_the_file(owner: User) -> None:
    account = make_account()
    make_order(account=account, external_id="O-1")
    ticket = make_ticket(account=account, order_id="O-1")
    ratings = read(TRUST, TRUSTPILOT).ratings
    keep_ratings(ratings, source="trustpilot", now=NINE)
    erase_buyer(ticket.buyer, by=owner, reason="asked", now=timezone.now())
    keep_ratings(ratings, source="trustpilot", now=NINE)
    kept = SurveyAnswer.objects.get(order_id="O-1")
    assert (kept.rating, kept.comment, kept.author) == (5, "", "")


@pytest.mark.django_db
def test_an_erasure_reaches_what_stands_under_his_full_name_without_an_order(owner: User) -> None:
    ticket = make_ticket(buyer_name="Jeanne Durand")
    for number, author in enumerate(("JEANNE DURAND", "Jeanne")):
        values = {"rating": 4, "comment": "Bien", "answered_at": NINE, "changed_at": NINE}
        SurveyAnswer.objects.create(source="csv", external_id=str(number), author=author, **values)
    erase_buyer(ticket.buyer, by=owner, reason="asked", now=timezone.now())
    assert list(SurveyAnswer.objects.order_by("external_id").values_list("comment", flat=True)) == ["", "Bien"]


@pytest.mark.django_db
def test_a_lead_looks_before_anything_is_kept(client: Client, lead: User) -> None:
    client.force_login(lead)
    upload = {"file": SimpleUploadedFile("avis.csv", VERIFIED.encode()), "source": "avis_verifies"}
    look = client.post(reverse("ratings_import"), upload)["Location"]
    page = client.get(look).content.decode()
    assert "Très bien" in page
    assert "Hors échelle" in page
    assert not SurveyAnswer.objects.exists()

    columns = {"order_id": "0", "rating": "1", "comment": "2", "written_at": "3", "author": "4"}
    assert client.post(look, columns).status_code == 200
    assert SurveyAnswer.objects.get().comment == "Très bien"


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_a_file_with_other_names_says_which_it_has_and_lets_choose(client: Client, lead: User) -> None:
    client.force_login(lead)
    content = b"Bestellung;Sterne;Tag\n12-1;4;2026-11-02\n"
    upload = {"file": SimpleUploadedFile("other.csv", content), "source": "trustpilot"}
    look = client.post(reverse("ratings_import"), upload)["Location"]
    page = client.get(look).content.decode()
    assert "This file has: Bestellung · Sterne · Tag." in page
    chosen = client.get(look, {"rating": "1", "written_at": "2"}).content.decode()
    assert "Without a column of order numbers" in chosen
    client.post(look, {"order_id": "0", "rating": "1", "written_at": "2"})
    assert SurveyAnswer.objects.get().order_id == "12-1"


@pytest.mark.django_db
def test_the_command_keeps_a_file_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "avis.csv"
    path.write_text("day,stars,order\n2026-10-03,4,O-9\n2026-10-04,nice,O-8\n")
    columns = ["--column", "rating=stars", "--column", "written_at=day", "--column", "order_id=order"]
    call_command("import_ratings", str(path), *columns)
    assert json.loads(capsys.readouterr().out) == {
        "read": 1,
        "new": 1,
        "changed": 0,
        "same": 0,
        "unmatched": 1,
        "without_order": 0,
        "unreadable": [{"line": 3, "why": "no whole mark from 1 to 5"}],
    }


def test_every_form_has_a_name_and_says_where_its_marks_are() -> None:
    assert all(form.label for form in FORMS.values())
    assert all(Column.RATING in form.columns for form in FORMS.values() if form is not OTHER)


def read_anonymous(text: str = ANONYMOUS) -> ReadFile:
    columns = {Column.RATING: 0, Column.WRITTEN: 1, Column.COMMENT: 2}
    return ratings_in(table_in(text.encode()), columns, form=OTHER, zone=PARIS, now=NOVEMBER)


def test_people_of_whom_a_file_tells_nothing_are_each_counted() -> None:
    found = read_anonymous()
    assert [one.rating for one in found.ratings] == [5, 5, 4]
    assert found.unreadable == []


@pytest.mark.django_db
def test_the_same_file_of_nameless_people_changes_nothing_and_nobodys_order_is_missed() -> None:
    assert keep_ratings(read_anonymous().ratings, source="csv", now=NINE) == Kept(3, 0, 0, 0, 3)
    longer = read_anonymous(f"{ANONYMOUS}2|2026-10-04|Moyen\n").ratings
    assert keep_ratings(longer, source="csv", now=NINE) == Kept(1, 0, 3, 0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_accents_survive_whatever_program_wrote_the_file(encoding: str) -> None:
    table = table_in(
        "Note;Date de l'avis;Avis;Client\n4;03/11/2026;Très soignée, à recommander;Hélène\n".encode(encoding)
    )
    (one,) = ratings_in(table, columns_in(table, AVIS_VERIFIES), form=AVIS_VERIFIES, zone=PARIS, now=NOVEMBER).ratings
    assert (one.comment, one.author) == ("Très soignée, à recommander", "Hélène")


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("2026-11-25", "a day that has not come yet"),
        ("9999-12-31T23:59:59-12:00", "a day that has not come yet"),
        ("0001-01-01", "no date that can be read"),
        ("1899-12-30", "no date that can be read"),
    ],
)
def test_a_rating_of_a_day_that_cannot_be_does_not_come_in(date: str, why: str) -> None:
    found = read(f"Stars,Date\n5,{date}\n", TRUSTPILOT)
    assert ([line.why for line in found.unreadable], found.ratings) == ([why], [])


@pytest.mark.parametrize("date", ["2026/10/03", "03/10/26", "3.10.26", "20261003T100000"])
def test_a_day_is_read_as_spreadsheets_write_it(date: str) -> None:
    (one,) = read(f"Stars,Date\n5,{date}\n", TRUSTPILOT).ratings
    assert one.written_at.date() == datetime(2026, 10, 3, tzinfo=PARIS).date()


def test_a_file_that_is_too_long_is_called_so(client: Client, lead: User) -> None:
    client.force_login(lead)
    lines = b"Stars,Date\n" + b"5,2026-10-03\n" * (MOST_LINES + 1)
    with pytest.raises(TooLong):
        table_in(lines)
    upload = SimpleUploadedFile("ratings.csv", lines, content_type="text/csv")
    response = client.post(reverse("ratings_import"), {"file": upload, "source": "trustpilot"})
    assert (response.status_code, "Ce fichier est trop long" in response.content.decode()) == (422, True)


def test_ratings_that_name_no_order_are_said_to_count_in_no_figure(client: Client, lead: User) -> None:
    client.force_login(lead)
    upload = SimpleUploadedFile("ratings.csv", b"Stars,Date,Reference Id\n5,2026-10-03,\n", content_type="text/csv")
    place = client.post(reverse("ratings_import"), {"file": upload, "source": "trustpilot"}).headers["Location"]
    page = client.post(place, {"rating": "0", "written_at": "1", "order_id": "2"}).content.decode()
    assert "1 note ne porte pas de numéro de commande" in page


def test_two_columns_of_one_name_are_told_apart(client: Client, lead: User) -> None:
    client.force_login(lead)
    upload = SimpleUploadedFile("ratings.csv", b"Stars,Date,Stars\n5,2026-10-03,1\n", content_type="text/csv")
    page = client.post(reverse("ratings_import"), {"file": upload, "source": "trustpilot"}, follow=True)
    assert "Stars (3)" in page.content.decode()
