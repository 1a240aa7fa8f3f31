"""One reply template to many buyers: each in his language, with his own order's facts, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.answering.facts import facts_of_many
from inbox.answering.filling import filled_from, language_for, used
from inbox.errors import InboxError
from inbox.many.action import Noted, Outcome, Turn, Wishes, one_by_one, tickets_of
from inbox.many.errors import BadWish, FactsMissing, NotForClosed, NotSpoken
from inbox.many.replying import CLOSED, Reply, queued, reason_in
from inbox.policy.checking import check_bare
from inbox.policy.overriding import overridden
from inbox.sending.outbox import check_reply
from templates_app.filling.errors import BadTemplate
from templates_app.filling.fill import Filled
from templates_app.filling.plain import Facts
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

    def against(self, turns: Sequence[Turn]) -> dict[int, InboxError]:
        """Every text is made. Of an account and a language the first one that can leave is checked; the others differ
        by facts only, and are checked when they leave.
        """
        found = super().against(turns)
        left = [turn for turn in turns if turn.ticket.pk not in found]
        if not left:
            return found
        version = TemplateVersion.objects.get(pk=left[0].wishes["version"])
        facts = facts_of_many([turn.ticket for turn in left], by=left[0].by, now=left[0].now)
        checked: set[tuple[int, str]] = set()
        for turn in left:
            place = (turn.ticket.account_id, turn.ticket.language)
            try:
                filled = _filled(turn, version, facts[turn.ticket.pk])
                check_reply(turn.ticket, filled.text)
                if place not in checked:
                    _check_words(turn, filled.text)
                    checked.add(place)
            except InboxError as error:
                found[turn.ticket.pk] = error
        return found

    def do(self, turns: Sequence[Turn]) -> Mapping[int, Outcome]:
        version = TemplateVersion.objects.get(pk=turns[0].wishes["version"])
        facts = facts_of_many(tickets_of(turns), by=turns[0].by, now=turns[0].now)
        return one_by_one(turns, lambda turn: _queued(turn, version, facts[turn.ticket.pk]))


def _queued(turn: Turn, version: TemplateVersion, facts: Facts) -> Noted:
    filled = _filled(turn, version, facts)
    return queued(turn, filled.text, used(version, filled))


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


def _filled(turn: Turn, version: TemplateVersion, facts: Facts) -> Filled:
    """Raises FactsMissing."""
    language = language_for(version, turn.ticket.language or turn.by.language)
    try:
        filled = filled_from(facts, version, language=language)
    except BadTemplate as error:
        raise FactsMissing(labels=str(error)) from error
    if filled.missing:
        raise FactsMissing(labels=", ".join(dict.fromkeys(one.label for one in filled.missing)))
    return filled


def _check_words(turn: Turn, body: str) -> None:
    """Raises what the policy check says of this text, as far as it can be told without knowing the buyer."""
    found = check_bare(turn.ticket.account, body, language=turn.ticket.language)
    overridden(found, by=turn.by, why=turn.wishes["override"])
