"""`manage demo_colleagues`: two of the demo's people answer some waiting buyers from templates, as a visitor would."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inbox.answering.filling import filled_for, questions_of, used
from inbox.answering.picking import proposed_templates
from inbox.errors import InboxError
from inbox.management.commands.demo_setup import PEOPLE
from inbox.models import Message, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.sending.outbox import queue_reply
from inbox.sending.wishes import ReplyWishes
from templates_app.filling.errors import BadTemplate
from templates_app.filling.fill import Filled
from templates_app.models import TemplateVersion

MOST = 24
ONE_IN = 2
"""Of so many tickets that fit one is answered: the visitor finds the others."""
TOPICS = ("delivery", "thanks", "payment", "cancellation")
"""Of which the library has an answer that needs no file."""
CHANGED_ONE_IN = 4
PATIENCE_SECONDS, LOOKS_EACH, ENOUGH_LOOKS = 300, 10, 3
OWN_WORDS = {
    "fr": "N’hésitez pas à me répondre ici si besoin.",
    "en": "Do write here if there is anything else.",
    "de": "Schreiben Sie mir gern hier, wenn noch etwas ist.",
    "es": "Escríbame aquí si necesita algo más.",
    "it": "Mi scriva qui se le serve altro.",
}
"""What a colleague adds to every fourth, so that the share of changed ones is to be seen."""


class Command(BaseCommand):
    help = "Let two of the demo's people answer some waiting buyers from templates, once. Refused outside the demo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("This is not the demo (GUICHET_DEMO is not set): nothing was changed.")
        if Message.objects.filter(template_version__isnull=False).exists():
            return
        _wait_for_tickets()
        people = list(User.objects.filter(email__in=[email for email, *_ in PEOPLE[2:4]]).order_by("email"))
        if people:
            answered = answer_some(people, now=timezone.now())
            self.stdout.write(f"{answered} tickets were answered from templates")


def answer_some(people: Sequence[User], *, now: datetime) -> int:
    """Answer one in ONE_IN of those that a template answers whole, in turns, at most MOST; return of how many."""
    answered = fitting = 0
    waiting = Ticket.objects.filter(needs_reply=True, level=1, reply_due_at__gt=now, topic__in=TOPICS)
    for ticket in waiting.exclude(kind=CLAIM).select_related("account", "buyer").order_by("-waits_since", "-id"):
        by = people[answered % len(people)]
        found = _filled(ticket, by=by, now=now)
        if found is None:
            continue
        fitting += 1
        own = answered % CHANGED_ONE_IN == CHANGED_ONE_IN - 1
        if fitting % ONE_IN == 1 and _answer(ticket, *found, by=by, now=now, in_own_words=own):
            answered += 1
        if answered == MOST:
            break
    return answered


def _filled(ticket: Ticket, *, by: User, now: datetime) -> tuple[TemplateVersion, Filled] | None:
    """The first that is proposed of those about the ticket's topic which ask nothing and have all they say."""
    for proposed in proposed_templates(ticket, language=ticket.language, typed=""):
        version = proposed.template.published
        fits = version is not None and proposed.template.topic == ticket.topic and ticket.language in version.bodies
        if version is None or not fits or questions_of(version):
            continue
        try:
            filled = filled_for(ticket, version, language=ticket.language, answers={}, by=by, now=now)
        except BadTemplate:
            continue
        if filled.is_sendable:
            return version, filled
    return None


def _answer(
    ticket: Ticket, version: TemplateVersion, filled: Filled, *, by: User, now: datetime, in_own_words: bool
) -> bool:
    """False where the policy check or anything else is against it."""
    body = f"{filled.text}\n\n{OWN_WORDS.get(filled.language, '')}" if in_own_words else filled.text
    try:
        queue_reply(ticket, body=body, by=by, now=now, wishes=ReplyWishes(solves=True), template=used(version, filled))
    except InboxError:
        return False
    return True


def _wait_for_tickets() -> None:
    """Until the backlog is there and read: no ticket more for some looks. Not for ever."""
    seen, same = 0, 0
    for _look in range(PATIENCE_SECONDS // LOOKS_EACH):
        there = Ticket.objects.exclude(level=None).count()
        same = same + 1 if there == seen else 0
        if there and same >= ENOUGH_LOOKS:
            return
        seen = there
        time.sleep(LOOKS_EACH)
