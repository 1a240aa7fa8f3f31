"""What was read in a buyer's message, ready to print: a line under the message, and all of it when somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.forms.limits import language_choices
from inbox.models import Understanding
from inbox.tickets.topics import TOPICS, name_of_topic
from inbox.understanding.corrections import FLAGS
from inbox.understanding.reason_words import reason_words
from inbox.understanding.rows import reasons_of
from inbox.words.languages import language_name

_FLAG_NAMES: dict[str, str | Promise] = {
    "withdrawal": gettext_lazy("Withdrawal"),
    "chaser": gettext_lazy("Chaser"),
    "anger": gettext_lazy("Anger or legal threat"),
    "thanks": gettext_lazy("Only thanks"),
}


@dataclass(frozen=True)
class FlagLine:
    """asked: what a press sends."""

    column: str
    name: str
    is_on: bool
    asked: str


@dataclass(frozen=True)
class Choice:
    """One thing with several values. choices: code, name."""

    column: str
    name: str
    value: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class UnderstoodPanel:
    """reasons: why, as sentences. corrected: what people have put right, as sentences."""

    message_id: int
    reasons: Sequence[str]
    corrected: Sequence[str]
    choices: Sequence[Choice]
    flags: Sequence[FlagLine]


def understood_words(row: Understanding | None) -> str:
    """The line under the message: what matters of it; "" for one that was not read."""
    if row is None:
        return ""
    level = _("level 2") if row.level == 2 else ""
    flags = (str(_FLAG_NAMES[flag]) for flag in FLAGS if getattr(row, flag))
    return " · ".join(part for part in (name_of_topic(row.topic), level, *flags) if part)


def understood_panel(row: Understanding) -> UnderstoodPanel:
    return UnderstoodPanel(
        message_id=row.pk,
        reasons=[reason_words(reason) for reason in reasons_of(row)],
        corrected=[_corrected(column, said) for column, said in row.corrected.items()],
        choices=[
            Choice("topic", _("Topic"), row.topic, [(str(code), str(name)) for code, name in TOPICS.items()]),
            Choice("level", _("Level"), str(row.level), [("1", "1"), ("2", "2")]),
            Choice("language", _("Language"), row.language, [("", "–"), *language_choices()]),
        ],
        flags=[_flag(row, flag) for flag in FLAGS],
    )


def _flag(row: Understanding, flag: str) -> FlagLine:
    is_on = bool(getattr(row, flag))
    return FlagLine(flag, str(_FLAG_NAMES[flag]), is_on, "0" if is_on else "1")


def _corrected(column: str, said: object) -> str:
    names = {"topic": _("Topic"), "level": _("Level"), "language": _("Language")}
    if column in names:
        shown = {"topic": name_of_topic, "language": language_name}.get(column, str)(str(said)) or "–"
        return _("%(what)s put right by a person; read was: %(said)s") % {"what": names[column], "said": shown}
    name = str(_FLAG_NAMES[column])
    return _("%(what)s put right by a person.") % {"what": name}
