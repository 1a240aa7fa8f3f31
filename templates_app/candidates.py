"""The published templates as the ranking wants them: one query."""

from collections.abc import Sequence

from templates_app.models import ReplyTemplate
from templates_app.ranking import Candidate, plain


def usable_templates() -> list[ReplyTemplate]:
    """All that may be picked, with their published version."""
    return list(ReplyTemplate.objects.usable().select_related("published").order_by("name", "id"))


def candidates(templates: Sequence[ReplyTemplate], language: str) -> list[Candidate]:
    """templates: with their published version."""
    return [_candidate(one, language) for one in templates]


def _candidate(template: ReplyTemplate, language: str) -> Candidate:
    bodies: dict[str, str] = template.published.bodies if template.published else {}
    said = bodies.get(language) or next(iter(bodies.values()), "")
    return Candidate(
        id=template.pk,
        name=template.name,
        topic=template.topic,
        marketplaces=template.marketplaces,
        kinds=template.kinds,
        languages=tuple(bodies),
        use_count=template.use_count,
        words=plain(f"{template.name} {said}"),
    )
