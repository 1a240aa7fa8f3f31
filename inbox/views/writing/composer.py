"""What the composer of a ticket shows: the kept draft, the marketplace's limits, and why something cannot be sent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.errors import BuyerErased
from inbox.forms.writing import NOTE
from inbox.models import Draft, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.sending.meanwhile import newest_message
from inbox.views.ticket.together import drafts_of
from inbox.views.writing.acknowledging_words import before_acknowledging
from inbox.views.writing.composer_files import ComposerFiles, composer_files
from inbox.views.writing.conversation_choice import ConversationChoice, conversation_choices
from inbox.views.writing.findings import NO_FINDINGS, FindingsPanel
from inbox.views.writing.meanwhile_panel import Meanwhile, meanwhile_of
from inbox.views.writing.typed import Typed, kept_words


@dataclass(frozen=True)
class Composer:
    """key: makes a double-pressed button one reply. seen: the newest message known to whoever writes this text.

    other: what was typed of the other kind, a note beside a reply. drafts: everybody's of this ticket. kept: when the
    draft was kept, in words. away: why a reply would not leave now; nowhere: why none can reach the buyer from here at
    all; notes are possible all the same. meanwhile: an answer of others that the writer did not know when he began.
    recipient: who was chosen; empty = the buyer. acknowledging: what an acknowledgement does to the marketplace's
    clock, in words; empty where none is sent. conversations: on which it may leave, where there are several.
    template: from which reply template the text was made (UsedTemplate); empty = from none.
    findings: what the policy check says of the text, where it was refused for that; override: the reason typed.
    """

    key: str
    text: str
    other: str
    kind: str
    kept: str
    kept_at: datetime | None
    seen: int
    limit: int
    count: int
    marketplace: str
    problem: str
    away: str
    nowhere: str
    files: ComposerFiles
    meanwhile: Meanwhile | None
    drafts: Sequence[Draft]
    acknowledging: str
    recipient: str = ""
    conversations: Sequence[ConversationChoice] = ()
    template: str = ""
    findings: FindingsPanel = NO_FINDINGS
    override: str = ""


def composer_of(
    ticket: Ticket,
    *,
    user: User,
    now: datetime,
    typed: Typed | None = None,
    problem: str = "",
    findings: FindingsPanel = NO_FINDINGS,
) -> Composer:
    """A composer with the kept draft, or with what was refused and must not be lost."""
    connector = ticket.account.connector_class
    drafts = drafts_of(ticket)
    of_writers = {draft.user_id: draft for draft in drafts}
    draft = of_writers.get(user.pk) or of_writers.get(None)
    given = typed or Typed.kept(draft)
    nowhere = _nowhere(ticket)
    return Composer(
        key=uuid.uuid4().hex,
        text=given.text,
        other=given.other,
        kind=NOTE if nowhere else given.kind,
        kept=kept_words(draft, now=now) if draft and typed is None else "",
        kept_at=draft.updated_at if draft else None,
        seen=newest_message(ticket) if given.seen is None else given.seen,
        limit=connector.limits.max_characters,
        count=connector.limits.count(given.text.replace("\r\n", "\n").strip()),
        marketplace=connector.label,
        problem=problem,
        away=_away(ticket.account),
        nowhere=nowhere,
        files=composer_files(ticket, draft),
        meanwhile=meanwhile_of(ticket, given.seen, user=user, now=now),
        drafts=drafts,
        acknowledging=before_acknowledging(ticket),
        recipient=given.recipient,
        conversations=conversation_choices(ticket, given.conversation),
        template=given.template,
        findings=findings,
        override=given.override,
    )


def _nowhere(ticket: Ticket) -> str:
    """A claim is no conversation, nobody can write to somebody erased: inbox/sending/ takes no reply to them."""
    if ticket.is_erased:
        return str(BuyerErased())
    if ticket.kind != CLAIM:
        return ""
    return _("No reply can reach the buyer from here: %(marketplace)s takes the answer on its own site.") % {
        "marketplace": ticket.account.marketplace_label
    }


def _away(account: Account) -> str:
    if account.is_pulled:
        return ""
    return _("The account %(account)s cannot send now: %(state)s.") % {
        "account": account.name,
        "state": account.get_state_display(),
    }
