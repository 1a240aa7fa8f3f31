"""Keep what a file gave: each template unpublished, so that somebody looks at it first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inbox.answering.forbidden import forbidden_in
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
    with transaction.atomic():
        there = set(ReplyTemplate.objects.values_list("name", flat=True))
        new = {one.name: one for one in imported.templates if one.name not in there}
        kept = [_made(one, by=by, now=now) for one in new.values()]
    twice = [one for one in imported.templates if new.get(one.name) is not one]
    losses = [*imported.losses, *(NotCarried(one.name, Loss.THERE_ALREADY, "") for one in twice)]
    return Kept(imported.source, kept, losses, list(_forbidden(list(new.values())[:MOST_CHECKED])))


def _forbidden(templates: Sequence[Carried]) -> Iterator[Forbidden]:
    for one in templates:
        for language, body in one.bodies.items():
            found = forbidden_in(body, one.questions, language=language, marketplaces=one.marketplaces)
            if found:
                yield Forbidden(one.name, language, list(dict.fromkeys(finding.words for finding in found)))


def _made(one: Carried, *, by: User, now: datetime) -> ReplyTemplate:
    about = About(
        name=one.name, topic=one.topic, family=one.family, marketplaces=one.marketplaces, kinds=one.kinds, owner=by
    )
    return versions.make(about, Content(one.bodies, one.questions), by=by, now=now)
