"""Fill a template in for a ticket: for the composer, the API, previews and rules alike."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import get_language

from inbox.answering.facts import currency_of, facts_of
from inbox.answering.used import UsedTemplate, digest_of
from inbox.models import Ticket, User
from templates_app.filling.fill import Filled, fill
from templates_app.filling.plain import Facts
from templates_app.models import TemplateVersion
from templates_app.placeholders import NAMES_OF_QUESTIONS
from templates_app.questions import Question, answers_as_facts, questions_from


def language_for(version: TemplateVersion, wanted: str) -> str:
    """The language of the body to take: the one wanted, else English, else the first there is."""
    bodies: dict[str, str] = version.bodies
    return next((language for language in (wanted, "en", *bodies) if language in bodies), wanted)


def questions_of(version: TemplateVersion) -> list[Question]:
    return questions_from(version.questions)


def filled_for(
    ticket: Ticket,
    version: TemplateVersion,
    *,
    language: str,
    answers: Mapping[str, str],
    by: User | None,
    now: datetime,
) -> Filled:
    """The body in this language with what is known of the ticket.

    ticket: with its account and buyer. answers: to the template's questions, as typed; what is not answered is missing.
    Raises BadAnswer, BadTemplate; KeyError for a language that the template does not speak.
    """
    questions = questions_of(version)
    given = answers_as_facts(questions, answers, currency=currency_of(ticket)) if questions else {}
    facts = facts_of(ticket, by=by, now=now) | {NAMES_OF_QUESTIONS: given}
    labels = {f"{NAMES_OF_QUESTIONS}.{one.name}": one.label(get_language() or language) for one in questions}
    return fill(version.bodies[language], facts, language=language, labels=labels)


def filled_from(facts: Facts, version: TemplateVersion, *, language: str) -> Filled:
    """The same of a template that asks nothing, with what is known already. facts: as of facts_of()."""
    return fill(version.bodies[language], {**facts, NAMES_OF_QUESTIONS: {}}, language=language)


def used(version: TemplateVersion, filled: Filled) -> UsedTemplate:
    """What a reply made from this text remembers."""
    return UsedTemplate(version.pk, filled.language, digest_of(filled.text))
