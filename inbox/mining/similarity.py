"""When two wordings are the same question."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

SIMILAR = 0.5
"""Share of common trigrams (pg_trgm) from which they are; docs/faq.md says how it was found."""


@contextmanager
def similar_cursor() -> Iterator[CursorWrapper]:
    """A cursor for which `%` means as similar as that, in a transaction, so that it means so nowhere else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)])
        yield cursor
