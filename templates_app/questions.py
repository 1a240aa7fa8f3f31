"""Questions to the agent for what the data does not hold: typed, with choices; answers become facts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from templates_app.filling.plain import Fact, Money

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_QUESTIONS = 8
LONGEST_ANSWER = 500


class QuestionKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    CHOICE = "choice"
    YES_NO = "yes_no"


KIND_NAMES: Final[Mapping[QuestionKind, str | Promise]] = {
    QuestionKind.TEXT: _("words"),
    QuestionKind.NUMBER: _("a number"),
    QuestionKind.DATE: _("a day"),
    QuestionKind.AMOUNT: _("an amount"),
    QuestionKind.CHOICE: _("one of several"),
    QuestionKind.YES_NO: _("yes or no"),
}


class BadQuestion(Exception):  # noqa: N818 - as all our errors
    """A question that cannot be asked; the sentence says why."""


class BadAnswer(Exception):  # noqa: N818 - as all our errors
    """An answer that does not fit its question. name: the question's."""

    def __init__(self, name: str, words: str | Promise) -> None:
        super().__init__(words)
        self.name, self.words = name, words

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Choice:
    """value: what conditions in the body compare with. labels: what the agent reads, by language."""

    value: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return _in(self.labels, language) or self.value


@dataclass(frozen=True)
class Question:
    """name: in the body `ask.NAME`. labels: the question by language of the agent, at least one."""

    name: str
    kind: QuestionKind
    labels: Mapping[str, str]
    choices: Sequence[Choice] = ()

    def label(self, language: str) -> str:
        return _in(self.labels, language) or self.name

    @classmethod
    def from_spec(cls, spec: Any) -> "Question":
        """spec: {name, kind, label, choices}; label and each choice a text or {language: text}. Raises BadQuestion."""
        if not isinstance(spec, Mapping):
            raise BadQuestion(_("A question has a name, a kind and a label."))
        name, kind = spec.get("name"), spec.get("kind", QuestionKind.TEXT)
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise BadQuestion(_("The name of a question is of small letters, digits and _, and begins with a letter."))
        if kind not in list(QuestionKind):
            raise BadQuestion(_("“%(kind)s” is no kind of question.") % {"kind": str(kind)[:40]})
        choices = tuple(_choice(one) for one in spec.get("choices") or ())
        if (kind == QuestionKind.CHOICE) != bool(choices):
            raise BadQuestion(
                _("“%(name)s”: choices belong to a question for one of several, at least one.") % {"name": name}
            )
        return cls(name, QuestionKind(kind), _labels(spec.get("label") or name), choices)

    def spec(self) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.name, "kind": self.kind.value, "label": dict(self.labels)}
        if self.choices:
            found["choices"] = [{"value": one.value, "label": dict(one.labels)} for one in self.choices]
        return found

    def sample(self) -> Fact:
        """An answer to try the body with."""
        match self.kind:
            case QuestionKind.NUMBER:
                return 2
            case QuestionKind.DATE:
                return date(2026, 11, 25)
            case QuestionKind.AMOUNT:
                return Money(Decimal("12.50"), "EUR")
            case QuestionKind.CHOICE:
                return self.choices[0].value
            case QuestionKind.YES_NO:
                return True
        return "…"

    def answer(self, given: str, *, currency: str) -> Fact:
        """What was answered, as a fact; None for no answer. currency: of amounts. Raises BadAnswer."""
        text = given.strip()[:LONGEST_ANSWER]
        if not text:
            return None
        try:
            return self._read(text, currency)
        except (ValueError, InvalidOperation) as error:
            raise BadAnswer(self.name, _ASKS_FOR[self.kind]) from error

    def _read(self, text: str, currency: str) -> Fact:
        match self.kind:
            case QuestionKind.NUMBER:
                return Decimal(_number(text))
            case QuestionKind.AMOUNT:
                return Money(Decimal(_number(text)), currency)
            case QuestionKind.DATE:
                return date.fromisoformat(text)
            case QuestionKind.YES_NO:
                return {"yes": True, "no": False}[text]
            case QuestionKind.CHOICE if text not in [one.value for one in self.choices]:
                raise ValueError(text)
        return text


_ASKS_FOR: Final[Mapping[QuestionKind, str | Promise]] = {
    QuestionKind.NUMBER: _("A number is asked for."),
    QuestionKind.AMOUNT: _("An amount is asked for, such as 12.50."),
    QuestionKind.DATE: _("A day is asked for."),
    QuestionKind.CHOICE: _("One of the choices is asked for."),
    QuestionKind.YES_NO: _("Yes or no is asked for."),
    QuestionKind.TEXT: _("Words are asked for."),
}


def questions_from(specs: Any) -> list[Question]:
    """The questions of a template, as they are kept. Raises BadQuestion."""
    if not isinstance(specs, Sequence) or isinstance(specs, str):
        raise BadQuestion(_("A question has a name, a kind and a label."))
    if len(specs) > MOST_QUESTIONS:
        raise BadQuestion(_("At most %(most)d questions can be asked.") % {"most": MOST_QUESTIONS})
    found = [Question.from_spec(spec) for spec in specs]
    if len({one.name for one in found}) < len(found):
        raise BadQuestion(_("Two questions have the same name."))
    return found


def answers_as_facts(questions: Sequence[Question], given: Mapping[str, str], *, currency: str) -> dict[str, Fact]:
    """By name; what was not answered is left out. Raises BadAnswer."""
    answers = {one.name: one.answer(given.get(one.name, ""), currency=currency) for one in questions}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _number(text: str) -> str:
    """As French and English people type it."""
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", plain, re.ASCII):
        raise ValueError(text)
    return plain


def _choice(spec: Any) -> Choice:
    if isinstance(spec, str) and spec.strip():
        return Choice(spec.strip()[:100])
    if isinstance(spec, Mapping) and isinstance(spec.get("value"), str) and spec["value"].strip():
        return Choice(spec["value"].strip()[:100], _labels(spec.get("label") or {}))
    raise BadQuestion(_("A choice is a text."))


def _labels(given: Any) -> dict[str, str]:
    if isinstance(given, str):
        return {"": given.strip()[:200]}
    if isinstance(given, Mapping) and all(isinstance(text, str) for text in given.values()):
        return {str(language)[:5]: text.strip()[:200] for language, text in given.items()}
    raise BadQuestion(_("A label is a text, or one for each language."))


def _in(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language) or labels.get("") or labels.get("en") or next(iter(labels.values()), "")
