"""Keep what a file gave: each template unpublished, so that somebody looks at it first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inbox.answering.forbidden import forbidden_in
from inbox.answering.saving import BadAbout, check_about
from inbox.models import User
from templates_app import versions
from templates_app.exchange.carried import Carried, Imported, Loss, NotCarried
from templates_app.models import ReplyTemplate
from templates_app.versions import About, Content

MOST_CHECKED = 300
"""Templates of one file. Each one is checked again before it is published, so no word leaves unchecked."""


@dataclass(frozen=True)
class Forbidden:
    """words: sentences that say what marketplaces or the law forbid in this body."""

    name: str
    language: str
    words: Sequence[str]


@dataclass(frozen=True)
class Kept:
    """templates: as they are now; losses: what could not be carried over, those that were there already among them.

    forbidden: by template and language, what the policy check finds in its words.
    """

    source: str
    templates: Sequence[ReplyTemplate]
    losses: Sequence[NotCarried]
    forbidden: Sequence[Forbidden]


def keep_imported(imported: Imported, *, by: User, now: datetime) -> Kept:
    """All of them or none. One whose name is there already is left out."""
    losses = list(imported.losses)
    sound = []
    for one in imported.templates:
        if problem := _problem(one, by):
            losses.append(NotCarried(one.name, Loss.LEFT_OUT, problem))
        else:
            sound.append(one)
    with transaction.atomic():
        there = set(ReplyTemplate.objects.values_list("name", flat=True))
        new = {one.name: one for one in sound if one.name not in there}
        kept = [_made(one, by=by, now=now) for one in new.values()]
    losses += [NotCarried(one.name, Loss.THERE_ALREADY, "") for one in sound if new.get(one.name) is not one]
    return Kept(imported.source, kept, losses, list(_forbidden(list(new.values())[:MOST_CHECKED])))


def _forbidden(templates: Sequence[Carried]) -> Iterator[Forbidden]:
    for one in templates:
        for language, body in one.bodies.items():
            found = forbidden_in(body, one.questions, language=language, marketplaces=one.marketplaces)
            if found:
                yield Forbidden(one.name, language, list(dict.fromkeys(finding.words for finding in found)))


def _problem(one: Carried, by: User) -> str:
    """Why nobody could keep it; "" = nothing. A file of another installation may know more topics or marketplaces."""
    try:
        check_about(_about(one, by))
    except BadAbout as error:
        return str(error)
    return ""


def _made(one: Carried, *, by: User, now: datetime) -> ReplyTemplate:
    return versions.make(_about(one, by), Content(one.bodies, one.questions), by=by, now=now)


def _about(one: Carried, by: User) -> About:
    return About(
        name=one.name, topic=one.topic, family=one.family, marketplaces=one.marketplaces, kinds=one.kinds, owner=by
    )
