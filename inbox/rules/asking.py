"""What rules are to be asked about is written by PostgreSQL (migration 0031), in the transaction in which it happens.

Here is what a transaction may say about it: that it is history, or that a rule is at work.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_HISTORY, _DEPTH = "guichet.ask_no_rules", "guichet.rule_depth"


def ask_no_rules() -> None:
    """Until this transaction ends, nothing is an occasion: what is taken in is history."""
    _say(_HISTORY, "yes")


@contextmanager
def caused_by_rule(depth: int) -> Iterator[None]:
    """What happens inside, in this transaction, was caused by a rule: so many acted one upon the other."""
    _say(_DEPTH, str(depth))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _say(_DEPTH, "0")


def _say(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
