"""Real tickets to try a template on before it is published."""

from collections.abc import Sequence
from datetime import datetime

from inbox.answering.facts import facts_of
from inbox.models import Ticket, User
from templates_app.filling.fill import Filled, fill
from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.placeholders import NAMES_OF_QUESTIONS
from templates_app.questions import questions_from

MOST_EXAMPLES = 3
_LOOKED_AT = 400
"""So many of the newest tickets are looked at: enough to find some that fit, whatever the shop's size."""


def example_tickets(template: ReplyTemplate, user: User) -> dict[str, list[Ticket]]:
    """Up to three tickets for each language of the newest version, those of its topic and language first.

    Empty lists where the user sees no ticket that the template is for.
    """
    tickets = Ticket.objects.visible_to(user).listed().select_related("account", "buyer").order_by("-last_message_at")
    newest = [one for one in tickets.defer("account__credentials")[:_LOOKED_AT] if _suits(template, one)]
    version = template.versions.latest("number")
    return {language: _best(newest, template.topic, language) for language in version.bodies}


def tried(version: TemplateVersion, ticket: Ticket, *, language: str, by: User, now: datetime) -> Filled:
    """The body filled in for the ticket, with examples in the place of answers. Raises BadTemplate."""
    answers = {one.name: one.sample() for one in questions_from(version.questions)}
    facts = facts_of(ticket, by=by, now=now) | {NAMES_OF_QUESTIONS: answers}
    return fill(version.bodies[language], facts, language=language)


def _suits(template: ReplyTemplate, ticket: Ticket) -> bool:
    fits_marketplace = not template.marketplaces or ticket.account.marketplace in template.marketplaces
    return fits_marketplace and (not template.kinds or ticket.kind in template.kinds)


def _best(tickets: Sequence[Ticket], topic: str, language: str) -> list[Ticket]:
    ranked = sorted(tickets, key=lambda one: (one.language != language, one.topic != topic, not one.order_id))
    return ranked[:MOST_EXAMPLES]
