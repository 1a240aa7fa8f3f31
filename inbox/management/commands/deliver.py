"""`manage deliver`: send what is due now, settle what is unsure, and say what became of it."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from inbox.models import Delivery, Message
from inbox.sending import delivery, settling
from inbox.sending.reply_states import Outcome

_WORDS = {
    Delivery.ACCEPTED: "accepted",
    Delivery.REFUSED: "refused",
    Delivery.UNSURE: "not sure",
    Delivery.QUEUED: "to be tried again",
    Delivery.SENDING: "being sent",
    Delivery.CANCELLED: "cancelled",
}


class Command(BaseCommand):
    help = "Send the replies that are due now and look for those whose outcome is unknown."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        self._report("sent", delivery.deliver_due(now))
        self._report("looked for", settling.settle_due(timezone.now()))
        waiting = Message.objects.filter(delivery=Delivery.QUEUED).count()
        self.stdout.write(f"still queued: {waiting}")

    def _report(self, verb: str, outcomes: list[Outcome]) -> None:
        counts = Counter(_WORDS[Delivery(outcome.delivery)] for outcome in outcomes)
        parts = ", ".join(f"{count} {word}" for word, count in counts.items())
        self.stdout.write(f"{verb}: {parts or 'nothing was due'}")
        for outcome in outcomes:
            if outcome.reason:
                self.stderr.write(f"reply {outcome.message_id}: {outcome.reason}")
