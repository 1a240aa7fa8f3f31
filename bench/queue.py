"""The pages that are open all day, against a bare page that reads and prints 50 rows."""

from collections.abc import Sequence
from pathlib import Path

from bench.pages import BARE, measured, options_of, table

PAGES = {
    BARE: "/bare/",
    "queue, needs an answer": "/",
    "queue, all open": "/?view=open",
    "queue, solved": "/?view=solved",
    "one ticket, opened by its address": "/tickets/{ticket}/",
    "one buyer": "/buyers/{buyer_id}/",
    "what has changed": "/changes/",
    "claims": "/claims/",
    "outbox": "/outbox/",
    "alerts": "/alerts/",
    "views, to make and change": "/views/",
    "settings": "/settings/",
    "accounts": "/accounts/",
    "who gets new tickets": "/settings/assignment/",
    "the wall": "/wall/",
}


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = options_of("queue", arguments)
    table("bench queue", measured(PAGES, options), floor=BARE, options=options, write_to=write_to)
