"""Seals of the log: for each entry a link of its ticket's chain, so that a change made behind our back shows.

Append-only: a database trigger refuses to change or delete a seal. Only the salt may go, when a person is erased.
"""

from typing import ClassVar

from django.db import models

from inbox.models.ticket import Ticket


class EventSeal(models.Model):
    """One link. Its predecessor is the one with the number before; inbox/proof/digests.py says what is digested.

    event_id: no foreign key, since a seal outlives an entry that somebody took away.
    salt: random, goes into `content`, so that nobody can guess erased words from their digest; empty once they are.
    content: digest of the entry's before and after. digest: of the whole link, with the predecessor's.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="seals", db_index=False)
    number = models.PositiveIntegerField()
    event_id = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    salt = models.BinaryField(max_length=16)
    content = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "number"], name="seal_number_once_per_ticket"),
            models.UniqueConstraint(fields=["event_id"], name="event_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} of ticket {self.ticket_id}"


class SealProgress(models.Model):
    """How far sealing has come: one row.

    settled: every entry up to this id is sealed, or was never committed. seen: the highest id there was at seen_at.
    swept_at: when the whole log was last looked through for entries without a seal.
    """

    settled = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()
    swept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sealed up to {self.settled}"
