"""Text that PostgreSQL can take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.text import storable


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("plain", "plain"),
        ("é 🙂", "é 🙂"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\udc00 first", "\ufffd first"),
        ("\ud83d\ude42", "🙂"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("", ""),
    ],
)
def test_text_is_made_storable(given_text: str, expected: str) -> None:
    assert storable(given_text) == expected


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_can_be_stored_afterwards(text: str) -> None:
    made = storable(text)
    made.encode()
    assert "\x00" not in made
    assert storable(made) == made
