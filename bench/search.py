"""Searches of every kind, against the queue page."""

from collections.abc import Sequence
from pathlib import Path

from bench.pages import measured, options_of, table

QUEUE = "queue page"
PAGES = {
    QUEUE: "/",
    "whole order id": "/?q={order}",
    "ticket number": "/?q=%23{ticket}",
    "buyer's whole name": "/?q={buyer}",
    "part of a name, of few": "/?q=lefevre+77",
    "part of a name, of many": "/?q=jurgen",
    "word, rare": "/?q=mot4321",
    "word, in a twentieth of all messages": "/?q=colis",
    "other form, French": "/?q=batterie+compatible",
    "other form, English": "/?q=wheel+screw",
    "other form, German": "/?q=Schraube",
    "other form, Spanish": "/?q=tornillo",
    "other form, Italian": "/?q=vite+mancante",
    "phrase": "/?q=%22roue+avant%22",
    "name and word": "/?q=emma+parcel",
    "a word that must not be there": "/?q=Fahrrad+-Schrauben",
    "operators alone": "/?q=is:late+lang:de",
    "operators and a word": "/?q=is:open+lang:it+pacco",
    "nothing found": "/?q=zzzzzzzz",
    "completion": "/search/completion/?q=is:",
}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = options_of("search", arguments)
    table("bench search", measured(PAGES, options), floor=QUEUE, options=options, write_to=write_to)
