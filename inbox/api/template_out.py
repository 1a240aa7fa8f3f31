"""Reply templates as JSON, in and out."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from inbox.api.fields import STORABLE, STORABLE_THROUGHOUT, Text
from templates_app.filling.fill import Filled
from templates_app.filling.limits import LONGEST_SOURCE
from templates_app.models import Family, ReplyTemplate, TemplateVersion

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), STORABLE]
Body = Annotated[str, StringConstraints(max_length=LONGEST_SOURCE), STORABLE]

Questions = Annotated[list[dict[str, Any]], STORABLE_THROUGHOUT]


class TemplateIn(BaseModel):
    """A template. bodies: by language, one of fr, en, de, es, it, nl, pt, pl; one that is empty is none.

    topic: empty = any. marketplaces, kinds ("message", "claim"): none = all. questions: {name, kind, label, choices}
    for what no order says: kind is text, number, date, amount, choice or yes_no; label, and each choice's, a text or
    one for each language. owner_id: who looks after it. publish: whether these words are picked from now on.
    """

    model_config = ConfigDict(extra="forbid")

    name: Name
    topic: Text = ""
    family: Family = Family.INFORMATION
    marketplaces: list[Text] = []
    kinds: list[Text] = []
    owner_id: int | None = None
    review_on: date | None = None
    bodies: dict[Text, Body]
    questions: Questions = []
    publish: StrictBool = True


class TemplateChanges(BaseModel):
    """What is left out stays as it is, a language among bodies too; one that is null or empty is taken away.

    Lists are replaced as a whole, questions among them. Other words are a new version.
    publish: whether the newest words are picked from now on; left out = if bodies or questions are sent.
    """

    model_config = ConfigDict(extra="forbid")

    name: Name = None  # type: ignore[assignment]
    topic: Text = None  # type: ignore[assignment]
    family: Family = None  # type: ignore[assignment]
    marketplaces: list[Text] = None  # type: ignore[assignment]
    kinds: list[Text] = None  # type: ignore[assignment]
    owner_id: int | None = None
    review_on: date | None = None
    bodies: dict[Text, Body | None] = None  # type: ignore[assignment]
    questions: Questions = None  # type: ignore[assignment]
    publish: StrictBool = None  # type: ignore[assignment]


class TemplateOut(BaseModel):
    """bodies, questions: of the newest version. published_version: the one that is picked; null = none yet.

    use_count: replies made from it. retired_at: since when it is put away.
    """

    id: int
    name: str
    topic: str
    family: Family
    marketplaces: list[str]
    kinds: list[str]
    owner_id: int | None
    review_on: date | None
    bodies: dict[str, str]
    questions: list[dict[str, Any]]
    version: int
    published_version: int | None
    use_count: int
    retired_at: datetime | None


class TemplateList(BaseModel):
    """By name, those put away at the end."""

    items: list[TemplateOut]


class RenderIn(BaseModel):
    """template: its id. language: left out = the buyer's, where the template speaks it, else English, else its first.

    answers: to the template's questions, by name; dates as 2026-11-30, amounts in the order's currency.
    """

    model_config = ConfigDict(extra="forbid")

    template: Annotated[int, Field(ge=1, lt=2**63)]
    language: Text | None = None
    answers: dict[Text, StrictBool | int | float | Text] = {}


class MissingOut(BaseModel):
    """A place of the text that somebody has to fill in. path: "tracking.number". start, end: characters of the text."""

    path: str
    label: str
    start: int
    end: int


class RenderedOut(BaseModel):
    """sendable: whether nothing is missing; such a text is refused by the outbox. used: for `template` of a reply."""

    text: str
    language: str
    sendable: bool
    missing: list[MissingOut]
    used: str


def template_out(template: ReplyTemplate, newest: TemplateVersion) -> TemplateOut:
    """template: with its published version."""
    return TemplateOut(
        id=template.pk,
        name=template.name,
        topic=template.topic,
        family=Family(template.family),
        marketplaces=template.marketplaces,
        kinds=template.kinds,
        owner_id=template.owner_id,
        review_on=template.review_on,
        bodies=newest.bodies,
        questions=newest.questions,
        version=newest.number,
        published_version=template.published.number if template.published else None,
        use_count=template.use_count,
        retired_at=template.retired_at,
    )


def rendered_out(filled: Filled, used: str) -> RenderedOut:
    return RenderedOut(
        text=filled.text,
        language=filled.language,
        sendable=filled.is_sendable,
        missing=[MissingOut(path=one.path, label=one.label, start=one.start, end=one.end) for one in filled.missing],
        used=used,
    )
