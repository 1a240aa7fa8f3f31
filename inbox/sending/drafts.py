"""Drafts: what people have typed and not sent yet, a reply and a note per ticket and person; and prepared answers.

One is prepared for whoever opens the ticket first, and is gone once anybody has typed, emptied or sent a reply.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from connectors.text import storable
from inbox.models import Delivery, Draft, MessageDirection, Ticket, User
from inbox.sending.meanwhile import newest_message

JUST_NOW = timedelta(minutes=1)


def keep_draft(ticket: Ticket, text: str, *, seen: int | None, by: User, template: str = "") -> Draft | None:
    """Keep what has been typed of a reply; None if there is nothing to keep.

    seen: the newest message of the ticket that the writer knew when he began; None if that is not known. template: as
    Draft has it.
    """
    if not text.strip():
        drop_reply(ticket, by=by)
        return None
    _drop_prepared(ticket)
    values = {"text": text, "seen": seen, "template": template}
    kept, _created = Draft.objects.update_or_create(ticket=ticket, user=by, defaults=values)
    return kept


def keep_note(ticket: Ticket, text: str, *, by: User) -> Draft | None:
    """Keep what has been typed of a note; None if there is nothing to keep."""
    if not text.strip():
        drop_note(ticket, by=by)
        return None
    kept, _created = Draft.objects.update_or_create(ticket=ticket, user=by, defaults={"note": text})
    return kept


def drop_reply(ticket: Ticket, *, by: User) -> None:
    """Forget the text of the reply; its files stay."""
    _drop_prepared(ticket)
    _forget(ticket, by, text="", template="")


def prepare_draft(ticket: Ticket, text: str, *, template: str) -> bool:
    """Put an answer before whoever opens the ticket; False if somebody has begun one, or one is prepared already."""
    if not text.strip() or Draft.objects.filter(ticket=ticket).exclude(text="").exists():
        return False
    Draft.objects.create(ticket=ticket, user=None, text=text, template=template, seen=newest_message(ticket))
    return True


def drop_note(ticket: Ticket, *, by: User) -> None:
    _forget(ticket, by, note="")


def used_up(ticket: Ticket, *, by: User) -> None:
    """The reply is queued with its files: nothing of it is a draft any more. The caller holds the transaction."""
    drafts = list(Draft.objects.filter(Q(user=by) | Q(user=None), ticket=ticket))
    for draft in drafts:
        if draft.user_id is not None:
            draft.files.all().delete()
    if drafts:
        _drop_prepared(ticket)
        _forget(ticket, by, text="", template="")


def was_sent(ticket: Ticket, text: str, *, by: User, key: str, now: datetime) -> bool:
    """Whether this text is a reply already, so that a draft of it that comes late is none.

    key: the idempotency key under which it was sent, if it was; empty = not known.
    """
    sent = ticket.messages.filter(user=by, direction=MessageDirection.OUT, body_text=storable(text).strip())
    lately_or_so = Q(written_at__gte=now - JUST_NOW) | Q(idempotency_key=key, idempotency_key__gt="")
    return sent.exclude(delivery=Delivery.CANCELLED).filter(lately_or_so).exists()


def wait_for_sending(ticket: Ticket) -> None:
    """Let whoever is queuing a reply to this ticket finish, and the next wait. The caller holds the transaction.

    A draft that comes beside its own reply would else be kept after the reply used it up.
    """
    Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=ticket.pk)


def _drop_prepared(ticket: Ticket) -> None:
    Draft.objects.filter(ticket=ticket, user=None).delete()


def _forget(ticket: Ticket, by: User, **emptied: str) -> None:
    """Empty these fields; a draft that holds nothing then goes."""
    drafts = Draft.objects.filter(ticket=ticket, user=by)
    drafts.update(**emptied)
    drafts.filter(text="", note="", files=None).delete()
