"""Fill a reply template in for one ticket, as the composer does."""

from collections.abc import Mapping

from django.http import Http404
from django.utils import timezone
from ninja import Router

from inbox.answering.filling import filled_for, language_for, questions_of, used
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.one_ticket import ticket_or_404
from inbox.api.problems import wrong_field
from inbox.api.template_out import RenderedOut, RenderIn, rendered_out
from inbox.api.templates import template_or_404
from inbox.models import Ticket, User
from inbox.people.permissions import may_answer, may_write_templates
from templates_app import versions
from templates_app.filling.errors import BadTemplate
from templates_app.models import TemplateVersion
from templates_app.questions import BadAnswer

router = Router(tags=["templates"])


@router.post(
    "/tickets/{int:ticket_id}/render", response={200: RenderedOut, **problems(400, 401, 403, 404, 413, 422, 429)}
)
def render(request: ApiRequest, ticket_id: int, payload: RenderIn) -> RenderedOut:
    """The text for this ticket, with what is missing marked; nothing is queued.

    Leads may also try a template that is not published yet.
    """
    user = require(request, may_answer)
    ticket = ticket_or_404(user, ticket_id)
    version = _version(payload.template, user)
    language = _language(version, payload.language, ticket)
    answers = _answers(version, payload.answers)
    try:
        filled = filled_for(ticket, version, language=language, answers=answers, by=user, now=timezone.now())
    except BadAnswer as error:
        raise wrong_field(f"answers.{error.name}", str(error)) from error
    except BadTemplate as error:
        raise wrong_field("template", str(error)) from error
    return rendered_out(filled, str(used(version, filled)))


def _version(template_id: int, user: User) -> TemplateVersion:
    """The published one; of a template without one, the newest for those who write templates. Raises Http404."""
    template = template_or_404(template_id)
    if template.published is not None and template.retired_at is None:
        return template.published
    if not may_write_templates(user):
        raise Http404
    return versions.newest(template)


def _language(version: TemplateVersion, wanted: str | None, ticket: Ticket) -> str:
    if wanted is None:
        return language_for(version, ticket.language)
    if wanted not in version.bodies:
        raise wrong_field("language", "The template does not speak this language.")
    return wanted


def _answers(version: TemplateVersion, given: Mapping[str, bool | float | str]) -> dict[str, str]:
    """As they would be typed."""
    names = {one.name for one in questions_of(version)}
    for name in given:
        if name not in names:
            raise wrong_field(f"answers.{name}", "The template asks no such question.")
    return {name: _typed(value) for name, value in given.items()}


def _typed(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
