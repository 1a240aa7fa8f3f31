"""Sentences of connectors, read in French."""

import pytest
from django.utils import translation

from inbox.file_sizes import file_size
from inbox.views.sentences import in_own_language


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "imap.shop.example refuses the log-in: 535 bad password",
            "imap.shop.example refuse la connexion\N{NO-BREAK SPACE}: 535 bad password",
        ),
        ("no connection to imap.shop.example", "pas de connexion avec imap.shop.example"),
        ("Boîte pleine, dit le serveur", "Boîte pleine, dit le serveur"),
        ("", ""),
    ],
)
def test_what_a_server_said_keeps_its_own_words(said: str, read: str) -> None:
    with translation.override("fr"):
        assert in_own_language(said) == read


def test_every_line_is_translated_by_itself() -> None:
    with translation.override("fr"):
        assert in_own_language("no connection to a.example\nother").splitlines() == [
            "pas de connexion avec a.example",
            "other",
        ]


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (10 * 1024 * 1024, "10 Mo", "10 MB"),
        (1_600_000, "1,5 Mo", "1.5 MB"),
        (40_000, "39 ko", "39 kB"),
        (3, "1 ko", "1 kB"),
    ],
)
def test_sizes_are_written_as_people_do(size: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert file_size(size).replace("\N{NO-BREAK SPACE}", " ") == french
    with translation.override("en"):
        assert file_size(size) == english
