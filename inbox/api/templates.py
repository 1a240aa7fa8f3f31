"""Reply templates: read and written by leads."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone
from ninja import Router, Status

from inbox.answering.saving import check_about, check_bodies
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.problems import wrong_field
from inbox.api.template_out import TemplateChanges, TemplateIn, TemplateList, TemplateOut, template_out
from inbox.models import User
from inbox.people.permissions import may_write_templates
from templates_app import versions
from templates_app.models import ReplyTemplate, TemplateVersion
from templates_app.questions import BadQuestion, questions_from
from templates_app.versions import About, Content

router = Router(tags=["templates"])
_ABOUT = ("name", "topic", "family", "marketplaces", "kinds", "review_on")


@router.get("/templates", response={200: TemplateList, **problems(401, 403, 429)})
def get_templates(request: ApiRequest) -> TemplateList:
    """All templates, also those that are not published or put away."""
    require(request, may_write_templates)
    rows = ReplyTemplate.objects.select_related("published").order_by(F("retired_at").asc(nulls_first=True), "name")
    newest = {one.template_id: one for one in TemplateVersion.objects.newest_of_each()}
    return TemplateList(items=[template_out(one, newest[one.pk]) for one in rows])


@router.post("/templates", response={201: TemplateOut, **problems(400, 401, 403, 413, 422, 429)})
def post_template(request: ApiRequest, payload: TemplateIn) -> Status[TemplateOut]:
    """Make a template. 422 names the body or part that cannot be, and why."""
    user = require(request, may_write_templates)
    about, content = _read(payload.model_dump())
    made = versions.make(about, content, by=user, now=timezone.now())
    if payload.publish:
        versions.publish(versions.newest(made))
    return Status(201, _shown(made.pk))


@router.get("/templates/{int:template_id}", response={200: TemplateOut, **problems(401, 403, 404, 429)})
def get_template(request: ApiRequest, template_id: int) -> TemplateOut:
    """One template."""
    require(request, may_write_templates)
    return _shown(template_id)


@router.patch(
    "/templates/{int:template_id}", response={200: TemplateOut, **problems(400, 401, 403, 404, 413, 422, 429)}
)
def patch_template(request: ApiRequest, template_id: int, payload: TemplateChanges) -> TemplateOut:
    """Change parts of a template. Publishing takes out again one that was put away."""
    user = require(request, may_write_templates)
    changed = payload.model_dump(exclude_unset=True)
    with transaction.atomic():
        template = template_or_404(template_id, ReplyTemplate.objects.select_for_update(of=("self",)))
        kept = template_out(template, versions.newest(template)).model_dump(include=set(TemplateIn.model_fields))
        about, content = _read(kept | changed | {"bodies": _bodies(kept["bodies"], changed.get("bodies", {}))})
        newest = versions.change(template, about, content, by=user, now=timezone.now())
        if changed.get("publish", "bodies" in changed or "questions" in changed):
            versions.publish(newest)
    return _shown(template_id)


@router.delete("/templates/{int:template_id}", response={204: None, **problems(401, 403, 404, 429)})
def delete_template(request: ApiRequest, template_id: int) -> Status[None]:
    """Put a template away: it is not picked any more; its versions, and the replies made from it, stay."""
    require(request, may_write_templates)
    versions.retire(template_or_404(template_id), now=timezone.now())
    return Status(204, None)


def template_or_404(template_id: int, rows: QuerySet[ReplyTemplate] | None = None) -> ReplyTemplate:
    """With its published version. rows: among which; left out = all. Raises Http404."""
    among = ReplyTemplate.objects.all() if rows is None else rows
    found = among.select_related("published").filter(pk=template_id).first()
    if found is None:
        raise Http404
    return found


def _bodies(kept: Mapping[str, str], changed: Mapping[str, str | None]) -> dict[str, str]:
    """A language that is left out keeps its body; one that is null has none any more."""
    return {language: text for language, text in {**kept, **changed}.items() if text is not None}


def _shown(template_id: int) -> TemplateOut:
    found = template_or_404(template_id)
    return template_out(found, versions.newest(found))


def _read(said: dict[str, Any]) -> tuple[About, Content]:
    """said: as TemplateIn. Raises ProblemError, BadAbout, BadBody."""
    try:
        questions = questions_from(said["questions"])
    except BadQuestion as error:
        raise wrong_field("questions", str(error)) from error
    about = About(**{name: said[name] for name in _ABOUT}, owner=_owner(said["owner_id"]))
    check_about(about)
    check_bodies(said["bodies"], questions, marketplaces=about.marketplaces)
    return about, Content(said["bodies"], questions)


def _owner(user_id: int | None) -> User | None:
    if user_id is None:
        return None
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None or not may_write_templates(found):
        raise wrong_field("owner_id", "Nobody with this number may look after templates.")
    return found
