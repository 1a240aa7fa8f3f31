"""Blank what others were told of a person by mail, and what they answered. To whom and when stays."""

from collections.abc import Sequence

from connectors.models import RawItem
from inbox.arriving.raw_items import empty_raw_items
from inbox.models import Forward, ForwardFile, ForwardMail, PickedFile


def forget_forwards(ticket_ids: Sequence[int]) -> list[str]:
    """Take the words and files off the mails of these tickets; return the files' names in storage."""
    forwards = Forward.objects.filter(ticket__in=ticket_ids)
    mails = ForwardMail.objects.filter(forward__in=forwards)
    files = ForwardFile.objects.filter(mail__in=mails)
    picked = PickedFile.objects.filter(ticket__in=ticket_ids)
    raw_ids = list(RawItem.objects.filter(pk__in=mails.values("raw")).values_list("pk", flat=True))
    names = [*files.values_list("file", flat=True), *picked.values_list("file", flat=True)]
    names += empty_raw_items(raw_ids)
    files.delete()
    picked.delete()
    forwards.update(subject="", body_text="", reason="", idempotency_key="")
    mails.update(subject="", body_text="", whole_text="", sender_name="")
    return names
