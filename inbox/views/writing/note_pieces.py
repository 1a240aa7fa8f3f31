"""The text of an internal note in pieces: plain words, and the names of colleagues it is for."""

from collections.abc import Iterable
from dataclasses import dataclass

from inbox.tickets.mentions import Span


@dataclass(frozen=True)
class Piece:
    text: str
    is_mention: bool = False


def pieces_of(text: str, spans: Iterable[Span]) -> list[Piece]:
    """spans: apart from each other, in the order of the text; one beyond a text that was cut is left out."""
    pieces, place = [], 0
    for start, end in spans:
        if place <= start < end <= len(text):
            pieces += [Piece(text[place:start]), Piece(text[start:end], is_mention=True)]
            place = end
    return [piece for piece in (*pieces, Piece(text[place:])) if piece.text]
