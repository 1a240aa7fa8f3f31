"""When two wordings are the same question."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

SIMILAR = 0.5
"""Share of common trigrams (pg_trgm) from which they may be; docs/faq.md says how these three were found."""
CERTAIN = 0.6
"""From here on they are, whatever words they share; wordings of one stem only from here on."""
SAME_WORDS = 0.55
"""Between the two: the share of their stems that both must have, rare ones of the theme counting for more."""


@contextmanager
def similar_cursor() -> Iterator[CursorWrapper]:
    """A cursor for which `%` means as similar as that, in a transaction, so that it means so nowhere else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
        yield cursor
