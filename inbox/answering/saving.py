"""What is looked at before a template is kept: by the form while one types, by the API and by imports alike."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from connectors.registry import connectors
from inbox.answering.forbidden import forbidden_in
from inbox.errors import InboxError
from inbox.models.ticket import CLAIM
from inbox.tickets.topics import TOPICS
from templates_app.checking import Finding, Level, check_body, is_sound
from templates_app.languages import LANGUAGES
from templates_app.questions import Question
from templates_app.versions import About


class BadBody(InboxError):
    """A body that cannot be kept. language: of the body; empty if there is none at all."""

    def __init__(self, language: str, sentence: str) -> None:
        super().__init__(sentence)
        self.language = language
        self.field = f"bodies.{language}" if language else "bodies"

    def __str__(self) -> str:
        return str(self.args[0])


class BadAbout(InboxError):
    """A template for what there is not. field: "topic", "marketplaces" or "kinds"."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(value)
        self.field, self.value = field, value

    def __str__(self) -> str:
        return _("There is no “%(value)s” that a template could be for.") % {"value": self.value}


def check_about(about: About) -> None:
    """Raise BadAbout unless topic, marketplaces and kinds are some that tickets have."""
    known = {"topic": ("", *TOPICS), "marketplaces": connectors(), "kinds": ("message", CLAIM)}
    given = {"topic": (about.topic,), "marketplaces": about.marketplaces, "kinds": about.kinds}
    for field, values in given.items():
        for value in values:
            if value not in known[field]:
                raise BadAbout(field, value)


def findings_in(
    body: str, questions: Sequence[Question], *, language: str, marketplaces: Sequence[str]
) -> list[Finding]:
    """What is wrong with one body: that it cannot be filled in, else what is forbidden in it; [] = nothing."""
    return check_body(body, questions) or forbidden_in(body, questions, language=language, marketplaces=marketplaces)


def check_bodies(bodies: Mapping[str, str], questions: Sequence[Question], *, marketplaces: Sequence[str]) -> None:
    """Raise BadBody unless all of them may be kept. bodies: by language, empty ones are left out."""
    said = {language: text for language, text in bodies.items() if text.strip()}
    if not said:
        raise BadBody("", _("Write the text in at least one language."))
    for language, text in said.items():
        if language not in LANGUAGES:
            raise BadBody(language, _("No template can be written in “%(language)s”.") % {"language": language})
        findings = findings_in(text, questions, language=language, marketplaces=marketplaces)
        if not is_sound(findings):
            raise BadBody(language, next(one.words for one in findings if one.level == Level.ERROR))
