"""FAQ entries as a file for listings."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_read_faq
from inbox.views.faq.entries import entries_of
from inbox.views.request import Request
from inbox.words.themes import theme_name
from templates_app.faq_export import FORMATS, Line
from templates_app.models import FaqEntry


@allowed(may_read_faq)
@require_GET
def export(request: Request, form: str) -> HttpResponse:
    """What the list shows with the same address. As a download, so that no browser shows the HTML as a page of ours."""
    if form not in FORMATS:
        raise Http404
    wanted = FORMATS[form]
    response = HttpResponse(wanted.write(lines_of(entries_of(request))), content_type=wanted.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="faq.{wanted.extension}"'
    return response


def lines_of(entries: Iterable[FaqEntry]) -> Iterator[Line]:
    """The entries as they go out."""
    for one in entries:
        yield Line(
            topic=theme_name(one.topic) if one.topic else _("General"),
            language=one.language,
            item_name=one.item_name,
            item_id=one.item_id,
            question=one.question,
            answer=one.answer,
            review_on=one.review_on.isoformat() if one.review_on else "",
        )
