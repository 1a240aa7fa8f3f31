"""Searches of every kind, against the queue page.

Those "of as many" find as many tickets in every database: what grows there grows with the history. The others find
more the longer the history is, up to what a search looks at and a page shows; a second table says how many.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from bench.fill import LEAD
from bench.found import tell_found
from bench.pages import blanks, measured, options_of, table
from inbox.models import Ticket, User
from inbox.models.ticket import TicketQuerySet
from inbox.search.find import search_tickets

QUEUE = "queue page"
AS_MANY = {
    "whole order id": "/?q={order}",
    "ticket number": "/?q=%23{ticket}",
    "buyer's whole name": "/?q={buyer}",
    "name": "/?q=quint",
    "two parts of names": "/?q=emma+quint",
    "name and word": "/?q=quint+colis",
    "word": "/?q=lot7",
    "two words": "/?q=lot7+colis",
    "other form, French": "/?q=balan%C3%A7oire",
    "other form, English": "/?q=hammock",
    "other form, German": "/?q=H%C3%A4ngematte",
    "other form, Spanish": "/?q=hamaca",
    "other form, Italian": "/?q=altalena",
    "without accents": "/?q=balancoire",
    "phrase": "/?q=%22deux+balan%C3%A7oires%22",
    "a word that must not be there": "/?q=balan%C3%A7oire+-dubois",
    "operators alone": "/?q=is:solved+tag:garden",
    "operators that nobody answers": "/?q=has:note+lang:nl",
    "operators and a word": "/?q=is:solved+lang:fr+balan%C3%A7oire",
    "nothing found": "/?q=zzzzzzzz",
}
MORE = {
    "part of a name, of few": "/?q=lefevre+77",
    "part of a name, of many": "/?q=jurgen",
    "word, in a five thousandth of all messages": "/?q=mot4321",
    "word, in a twentieth of all messages": "/?q=colis",
    "other form, French": "/?q=batterie+compatible",
    "other form, English": "/?q=wheel+screw",
    "other form, German": "/?q=Schraube",
    "other form, Spanish": "/?q=tornillo",
    "other form, Italian": "/?q=vite+mancante",
    "phrase": "/?q=%22roue+avant%22",
    "name and word": "/?q=emma+parcel",
    "a word that must not be there": "/?q=Fahrrad+-Schrauben",
    "a word that must not be there, alone": "/?q=-colis",
    "operators alone": "/?q=is:late+lang:de",
    "a state alone": "/?q=is:solved",
    "a day alone": "/?q=after:{today}",
    "operators and a word": "/?q=is:open+lang:it+pacco",
}
PAGES = {
    QUEUE: "/",
    **{f"{name} (of as many)": address for name, address in AS_MANY.items()},
    **MORE,
    "completion": "/search/completion/?q=is:",
}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = options_of("search", arguments)
    table("bench search", measured(PAGES, options), floor=QUEUE, options=options, write_to=write_to)
    tell_found("bench search", _found, options, write_to=write_to.with_stem("search-found"))


def _found() -> Mapping[str, TicketQuerySet]:
    lead, values = User.objects.get(email=LEAD), blanks()
    found = {}
    for name, address in PAGES.items():
        where = urlsplit(address.format(**values))
        for text in parse_qs(where.query).get("q", ()) if where.path == "/" else ():
            found[name] = search_tickets(Ticket.objects.all(), text, user=lead, now=timezone.now())
    return found
