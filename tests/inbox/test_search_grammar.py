"""How the text of a search is taken apart, and what is said about what nobody understands."""

from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.lists.sorting import Sort
from inbox.models import User
from inbox.search.grammar import Part, parts_of
from inbox.search.query import SearchQuery, read, sort_meant
from inbox.search.terms import Asker
from tests.make import NINE

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("colis perdu", [Part("colis"), Part("perdu")]),
        ('"colis perdu"', [Part("colis perdu", is_quoted=True)]),
        ("« colis perdu »", [Part("colis perdu", is_quoted=True)]),
        ("“lost parcel", [Part("lost parcel", is_quoted=True)]),
        ("-amazon", [Part("amazon", is_minus=True)]),
        ('-"not this"', [Part("not this", is_minus=True, is_quoted=True)]),
        ("is:late", [Part("late", "is")]),
        ("étiquette:vip", [Part("vip", "étiquette")]),
        ('-from:"Jean Dupont"', [Part("Jean Dupont", "from", is_minus=True, is_quoted=True)]),
        ("is:", [Part("", "is")]),
        ("https://shop.test/x", [Part("https://shop.test/x")]),
        ("12:30", [Part("12:30")]),
        ("12-34567-89", [Part("12-34567-89")]),
        ("- -- 5", [Part("5")]),
        ("", []),
    ],
)
def test_a_text_is_taken_apart(text: str, parts: list[Part]) -> None:
    assert parts_of(text) == parts


@given(st.text(alphabet='ab"“”«»:- \té\n'))
def test_no_text_is_too_odd(text: str) -> None:
    for part in parts_of(text):
        assert part.text or part.name


@given(st.text(alphabet="ab:- é"))
def test_parts_that_are_written_are_read_alike(text: str) -> None:
    parts = parts_of(text)

    assert parts_of(" ".join(map(str, parts))) == parts


def asked(text: str) -> SearchQuery:
    return read(text, Asker(User(), NINE))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("is:purple colis", "No ticket can be “purple”."),
        ("is: colis", "Something must follow “is:”."),
        ("lang:klingon colis", "“klingon” is no language that is told apart here."),
        ("account:nowhere colis", "No account is called “nowhere”."),
        ("on:fleamarket colis", "No account is at “fleamarket”."),
        ("assignee:godot colis", "Nobody here is called “godot”."),
        ("topic:weather colis", "No topic is called “weather”."),
        ("level:3 colis", "There are the levels 1 and 2."),
        ("before:soon colis", "“soon” is no day: type one such as 2026-11-03."),
        ("after:2026-02-30 colis", "“2026-02-30” is no day: type one such as 2026-11-03."),
        ("has:wings colis", "Tickets can have a file, a note or an order, but no “wings”."),
    ],
)
def test_what_is_not_understood_is_said_and_the_words_are_searched(text: str, problem: str) -> None:
    query = asked(text)

    assert query.problems == [problem]
    assert (query.words, query.conditions) == (["colis"], [])


def test_an_unknown_name_is_said_and_searched_as_words() -> None:
    query = asked("colour:red")

    assert query.problems == ["“colour:” is nothing to narrow by; it is searched as words."]
    assert query.words == ["colour red"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-03", datetime(2026, 11, 2, 23, tzinfo=UTC)),
        ("3/11/2026", datetime(2026, 11, 2, 23, tzinfo=UTC)),
        ("3.11.", datetime(2026, 11, 2, 23, tzinfo=UTC)),
        ("24/12", datetime(2025, 12, 23, 23, tzinfo=UTC)),
        ("2026-07", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2025", datetime(2024, 12, 31, 23, tzinfo=UTC)),
        ("hier", datetime(2026, 11, 14, 23, tzinfo=UTC)),
        ("today", datetime(2026, 11, 15, 23, tzinfo=UTC)),
        ("7j", datetime(2026, 11, 8, 23, tzinfo=UTC)),
    ],
)
def test_days_are_understood_as_people_type_them(text: str, day: datetime) -> None:
    query = read(f"after:{text}", Asker(User(zone="Europe/Paris"), NINE))

    assert query.problems == []
    assert [leaf[1] for leaf in cast("list[tuple[str, datetime]]", query.conditions[0].children)] == [day]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("colis", Sort.NEWEST),
        ("is:late colis", Sort.NEWEST),
        ("is:late", Sort.URGENCY),
        ("est:à-moi lang:fr", Sort.URGENCY),
        ("is:open is:solved", Sort.URGENCY),
        ("is:solved", Sort.SOLVED),
        ("est:archivé -colis", Sort.SOLVED),
        ("-is:solved", Sort.NEWEST),
        ("is:nonsense", Sort.NEWEST),
        ("after:2026-01-01", Sort.NEWEST),
        ("-colis", Sort.NEWEST),
    ],
)
def test_what_a_search_asks_for_says_in_which_order_it_is_read(text: str, sort: Sort) -> None:
    assert sort_meant(text) == sort
