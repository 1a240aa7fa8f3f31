"""Make, change, publish and bring back templates. Versions are only ever added."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from templates_app.languages import LANGUAGES
from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.questions import Question, questions_from

Person = Any
"""A user of this installation (settings.AUTH_USER_MODEL), or None for the installation itself."""


@dataclass(frozen=True)
class Content:
    """What a template says: {language: body}, and its questions. Bodies that are empty are left out."""

    bodies: Mapping[str, str]
    questions: Sequence[Question] = ()

    def spec(self) -> dict[str, Any]:
        bodies = {language: text for language in LANGUAGES if (text := _lines(self.bodies.get(language, "")))}
        return {"bodies": bodies, "questions": [one.spec() for one in self.questions]}


@dataclass(frozen=True)
class About:
    """What a template is for; as ReplyTemplate has it."""

    name: str
    topic: str = ""
    family: str = "information"
    marketplaces: Sequence[str] = field(default_factory=tuple)
    kinds: Sequence[str] = field(default_factory=tuple)
    owner: Person = None
    review_on: date | None = None

    def columns(self) -> dict[str, Any]:
        return {**vars(self), "marketplaces": list(self.marketplaces), "kinds": list(self.kinds)}


def make(about: About, content: Content, *, by: Person, now: datetime, ready_made: str = "") -> ReplyTemplate:
    """A new template with its first version, which is not published yet."""
    with transaction.atomic():
        template = ReplyTemplate.objects.create(**about.columns(), ready_made=ready_made)
        _add(template, content.spec(), number=1, by=by, now=now)
    return template


def change(template: ReplyTemplate, about: About, content: Content, *, by: Person, now: datetime) -> TemplateVersion:
    """Keep what it is for and what it says; the same words again are no new version. Returns the newest version."""
    with transaction.atomic():
        current = ReplyTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
        for name, value in about.columns().items():
            setattr(current, name, value)
        current.save(update_fields=list(about.columns()))
        return _next(current, content.spec(), by=by, now=now)


def bring_back(version: TemplateVersion, *, by: Person, now: datetime) -> TemplateVersion:
    """An earlier version's words as the newest version; not published by that."""
    with transaction.atomic():
        current = ReplyTemplate.objects.select_for_update(of=("self",)).get(pk=version.template_id)
        return _next(current, {"bodies": version.bodies, "questions": version.questions}, by=by, now=now)


def publish(version: TemplateVersion) -> None:
    """From now on this version is picked."""
    ReplyTemplate.objects.filter(pk=version.template_id).update(published=version, retired_at=None)


def retire(template: ReplyTemplate, *, now: datetime) -> None:
    """Put it away: it is not picked any more; replies made from it stay what they are."""
    ReplyTemplate.objects.filter(pk=template.pk).update(retired_at=now)


def unretire(template: ReplyTemplate) -> None:
    ReplyTemplate.objects.filter(pk=template.pk).update(retired_at=None)


def newest(template: ReplyTemplate) -> TemplateVersion:
    return template.versions.latest("number")


@dataclass(frozen=True)
class Difference:
    """What changed in one language, or in the questions (language: ""). lines: (sign, line), "+", "-" or " "."""

    language: str
    lines: Sequence[tuple[str, str]]


def differences(before: TemplateVersion, after: TemplateVersion) -> list[Difference]:
    """Line by line, of the languages in which something changed; of the questions at the end."""
    parts = [(one, before.bodies.get(one, ""), after.bodies.get(one, "")) for one in LANGUAGES]
    parts.append(("", _written(before), _written(after)))
    return [Difference(language, _lines_of(old, new)) for language, old, new in parts if old != new]


def _lines_of(old: str, new: str) -> list[tuple[str, str]]:
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] != "?"]


def _written(version: TemplateVersion) -> str:
    """The questions, one a line, in the words of each language."""
    return "\n".join(
        " · ".join([one.name, one.kind, *one.labels.values(), *(choice.value for choice in one.choices)])
        for one in questions_from(version.questions)
    )


def _next(template: ReplyTemplate, spec: dict[str, Any], *, by: Person, now: datetime) -> TemplateVersion:
    last = newest(template)
    if last.content == (spec["bodies"], spec["questions"]):
        return last
    return _add(template, spec, number=last.number + 1, by=by, now=now)


def _add(template: ReplyTemplate, spec: dict[str, Any], *, number: int, by: Person, now: datetime) -> TemplateVersion:
    return TemplateVersion.objects.create(template=template, number=number, **spec, made_at=now, made_by=by)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
