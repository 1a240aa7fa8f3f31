"""Searches of every kind, against the queue page.

Most find more the longer the history is, up to what a page and a search show. Those "of as many at every size" find the
same number of tickets in each database: what grows there grows with the history.
"""

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
    "name, of as many at every size": "/?q=quint",
    "word, of as many at every size": "/?q=lot7",
    "name and word, of as many at every size": "/?q=quint+colis",
    "operators and a word, of as many at every size": "/?q=is:solved+lot7",
    "completion": "/search/completion/?q=is:",
}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = options_of("search", arguments)
    table("bench search", measured(PAGES, options), floor=QUEUE, options=options, write_to=write_to)
