"""Tickets that people have linked to one another."""

from typing import ClassVar

from django.db import models

from inbox.models.ticket import Ticket


class TicketLink(models.Model):
    """One direction of a link; each link is two rows, so that either ticket finds the other by one index."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "other"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(ticket=models.F("other")), name="link_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} and #{self.other_id}"
