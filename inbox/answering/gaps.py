"""In which languages buyers write, and which templates do not speak them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inbox.models import Ticket, User
from templates_app.languages import LANGUAGES
from templates_app.models import ReplyTemplate

_LOOKED_AT = 2_000


@dataclass(frozen=True)
class LanguageGap:
    """tickets: of the newest ones, how many are in this language. missing: the published templates without it."""

    language: str
    tickets: int
    looked_at: int
    missing: Sequence[ReplyTemplate]


def language_gaps(user: User) -> list[LanguageGap]:
    """One for each language that buyers write in or some template speaks, the most written first."""
    newest = Ticket.objects.visible_to(user).listed().order_by("-last_message_at")
    written = Counter(newest.values_list("language", flat=True)[:_LOOKED_AT])
    templates = list(ReplyTemplate.objects.usable().select_related("published").order_by("-use_count", "name"))
    spoken = {language for one in templates if one.published for language in one.published.bodies}
    wanted = [language for language in LANGUAGES if written[language] or language in spoken]
    gaps = [
        LanguageGap(
            language, written[language], written.total(), [one for one in templates if not _speaks(one, language)]
        )
        for language in wanted
    ]
    return sorted(gaps, key=lambda gap: -gap.tickets)


def _speaks(template: ReplyTemplate, language: str) -> bool:
    return template.published is not None and language in template.published.bodies
