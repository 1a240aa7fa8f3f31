"""What pages say of templates: topics, marketplaces, languages, and why one is proposed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.registry import connectors
from inbox.answering.picking import Proposed
from inbox.tickets.topics import name_of_topic
from inbox.words.languages import language_name
from templates_app.models import ReplyTemplate
from templates_app.ranking import Reason


def topic_words(code: str) -> str:
    """A topic by its name; "" for any."""
    return name_of_topic(code)


def marketplace_words(slugs: Sequence[str]) -> str:
    """By their names, such as two with a comma between; "" for any."""
    known = connectors()
    return ", ".join(known[slug].label if slug in known else slug for slug in slugs)


def reason_words(proposed: Proposed, *, language: str) -> str:
    """Why it is proposed, the weightiest first."""
    return " · ".join(filter(None, (_reason(one, proposed.template, language) for one in proposed.reasons)))


def _reason(reason: Reason, template: ReplyTemplate, language: str) -> str:
    match reason:
        case Reason.TOPIC:
            return _("same topic: %(topic)s") % {"topic": topic_words(template.topic)}
        case Reason.NEAR_TOPIC:
            return _("near the topic: %(topic)s") % {"topic": topic_words(template.topic)}
        case Reason.LANGUAGE:
            return _("in %(language)s") % {"language": language_name(language)}
        case Reason.MARKETPLACE:
            return _("for %(marketplaces)s") % {"marketplaces": marketplace_words(template.marketplaces)}
        case Reason.USED:
            return ngettext("used %(n)d time", "used %(n)d times", template.use_count) % {"n": template.use_count}
        case Reason.SIMILAR:
            return _("like the message")
        case Reason.TYPED:
            return _("has these words")
    return _("for such tickets")


def share_words(part: int, whole: int) -> str:
    """A share with its basis, "92 % (412 of 448)"; a dash of none."""
    if not whole:
        return "–"
    return _("%(percent)d %% (%(part)d of %(whole)d)") % {
        "percent": round(100 * part / whole),
        "part": part,
        "whole": whole,
    }
