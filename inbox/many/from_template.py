"""One reply template to many buyers: each in his language, with his own order's facts, or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.answering.filling import filled_for, language_for, used
from inbox.many.action import Noted, Turn, Wishes
from inbox.many.errors import BadWish, FactsMissing, NotForClosed, NotSpoken
from inbox.many.replying import CLOSED, Reply, reason_in
from inbox.models import Ticket
from inbox.sending.outbox import check_reply, queue_reply
from inbox.sending.wishes import ReplyWishes
from templates_app.filling.errors import BadTemplate
from templates_app.library.names import shown_name
from templates_app.models import ReplyTemplate, TemplateVersion


class ReplyFromTemplate(Reply):
    """The words are those of the version that was published when the work was planned."""

    name = "template"
    label = gettext_lazy("Reply with a template")
    icon = "book-open-text"
    fields = ("template", "then_solve", "override")

    def read(self, given: Mapping[str, Any], now: datetime) -> Wishes:  # noqa: ARG002
        """template: its id. then_solve, override: as of a reply."""
        version = _version(str(given.get("template") or ""))
        return {
            "template": version.template_id,
            "version": version.pk,
            "name": shown_name(version.template),
            "languages": list(version.bodies),
            "then_solve": given.get("then_solve") in (True, "on", "1", "true"),
            "override": reason_in(given),
        }

    def check(self, turn: Turn) -> None:
        if turn.ticket.status in CLOSED:
            raise NotForClosed
        if turn.ticket.language and turn.ticket.language not in turn.wishes["languages"]:
            raise NotSpoken(language=turn.ticket.language)
        check_reply(turn.ticket, "…")

    def do(self, turn: Turn) -> Noted:
        version = TemplateVersion.objects.get(pk=turn.wishes["version"])
        body, template = _filled(turn, version, turn.ticket)
        seen, why = turn.noted.get("seen", 0), turn.wishes["override"]
        how = ReplyWishes(seen=seen, solves=turn.wishes["then_solve"], override=why)
        message = queue_reply(
            turn.ticket, body=body, by=turn.by, now=turn.now, idempotency_key=turn.key, wishes=how, template=template
        )
        return {"message": message.pk}


def _version(template_id: str) -> TemplateVersion:
    """Raises BadWish."""
    if not template_id.isdecimal() or len(template_id) > 18:
        raise BadWish("template", _("Choose a template."))
    found = ReplyTemplate.objects.usable().select_related("published").filter(pk=int(template_id)).first()
    if found is None or found.published is None:
        raise BadWish("template", _("Choose a template."))
    if found.published.questions:
        raise BadWish("template", _("This template asks about each ticket: it is for one at a time."))
    return found.published


def _filled(turn: Turn, version: TemplateVersion, ticket: Ticket) -> tuple[str, Any]:
    """The text, and what the reply remembers of the template. Raises FactsMissing."""
    language = language_for(version, ticket.language or turn.by.language)
    try:
        filled = filled_for(ticket, version, language=language, answers={}, by=turn.by, now=turn.now)
    except BadTemplate as error:
        raise FactsMissing(labels=str(error)) from error
    if filled.missing:
        raise FactsMissing(labels=", ".join(dict.fromkeys(one.label for one in filled.missing)))
    return filled.text, used(version, filled)
