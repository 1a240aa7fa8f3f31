"""A template filled in where nobody looks before it leaves: whole, in the buyer's language, said to be automatic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from inbox.answering.filling import filled_for, questions_of
from inbox.answering.used import UsedTemplate, digest_of
from inbox.errors import InboxError
from inbox.models import Ticket
from inbox.words.languages import language_name
from templates_app.filling.errors import BadTemplate
from templates_app.models import TemplateVersion
from templates_app.placeholders import label_of

SAID_TO_BE_AUTOMATIC: Final = {
    "fr": "Message automatique. Une personne de notre équipe suit votre dossier : répondez ici pour lui parler.",
    "en": "Automatic message. A person of our team follows this: answer here to talk to them.",
    "de": "Automatische Nachricht. Ein Mensch aus unserem Team kümmert sich darum: Antworten Sie einfach hier.",
    "es": "Mensaje automático. Una persona de nuestro equipo sigue su caso: responda aquí para hablarle.",
    "it": "Messaggio automatico. Una persona del nostro team segue il suo caso: risponda qui per parlarle.",
    "nl": "Automatisch bericht. Iemand van ons team volgt dit op: antwoord gewoon hier.",
    "pt": "Mensagem automática. Uma pessoa da nossa equipa acompanha o seu caso: responda aqui para lhe falar.",
    "pl": "Wiadomość automatyczna. Sprawą zajmuje się ktoś z naszego zespołu: prosimy odpowiedzieć tutaj.",
}
"""Last line of each, in the buyer's language: whom a machine answers must be told (regulation (EU) 2024/1689, article
50), and how to reach a person. Kept for plain rules too, since a buyer cannot tell them from other machines."""


class CannotBeFilled(InboxError):
    """The template says nothing whole about this ticket."""


class NoTextIn(CannotBeFilled):
    """language: the buyer's, a code."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language

    def __str__(self) -> str:
        return _("the template has no text in %(language)s") % {"language": language_name(self.language)}


class NotKnownHere(CannotBeFilled):
    """paths: of the placeholders that nobody knows of this ticket."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = list(paths)
        super().__init__(self.paths)

    def __str__(self) -> str:
        labels = ", ".join(dict.fromkeys(label_of(path) for path in self.paths))
        return _("not known here: %(missing)s") % {"missing": labels}


class TemplateBroken(CannotBeFilled):
    """It cannot be filled in at all, such as one that takes too long."""

    def __str__(self) -> str:
        return _("The template cannot be filled in: its page says why.")


@dataclass(frozen=True)
class AutomaticText:
    """said: the body without the line that says that it is automatic."""

    body: str
    said: str
    used: UsedTemplate


def speaks_by_itself(version: TemplateVersion) -> bool:
    """Whether it needs no answers of an agent."""
    return not questions_of(version)


def automatic_text(ticket: Ticket, version: TemplateVersion, *, now: datetime) -> AutomaticText:
    """ticket: with its account and buyer, in a language that is known.

    Raises CannotBeFilled where the template does not speak the buyer's language, or something is missing.
    """
    language = ticket.language
    if language not in version.bodies or language not in SAID_TO_BE_AUTOMATIC:
        raise NoTextIn(language)
    try:
        filled = filled_for(ticket, version, language=language, answers={}, by=None, now=now)
    except BadTemplate as error:
        raise TemplateBroken from error
    if not filled.is_sendable:
        raise NotKnownHere(one.path for one in filled.missing)
    body = f"{filled.text}\n\n{SAID_TO_BE_AUTOMATIC[language]}"
    return AutomaticText(body, filled.text, UsedTemplate(version.pk, language, digest_of(body)))
