"""A file of a message, from our own copy: pictures in the page, PDF and text in a tab of their own, else a download."""

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from inbox.models import Attachment, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.storage.attachments import OPENED_INLINE
from inbox.views.request import Request


@allowed(may_answer)  # type: ignore[arg-type]
@require_GET
def attachment(request: Request, attachment_id: int) -> HttpResponseBase:
    found = get_object_or_404(
        Attachment.objects.filter(message__ticket__in=Ticket.objects.visible_to(request.user)), id=attachment_id
    )
    if not found.file:
        raise Http404
    inline = found.content_type in OPENED_INLINE
    answer = FileResponse(
        found.file.open("rb"),
        as_attachment=not inline,
        filename=found.name,
        content_type=found.content_type if inline else "application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer
