"""Forget what rules did about a person, and what webhooks were or would have been told of his tickets.

A rule's count of hits stays; nothing that still waits for a rule or a webhook happens.
"""

from collections.abc import Sequence

from inbox.models import RuleEvent, RuleRun, WebhookCall


def forget_doings(ticket_ids: Sequence[int]) -> None:
    RuleEvent.objects.filter(ticket__in=ticket_ids).delete()
    RuleRun.objects.filter(ticket__in=ticket_ids).delete()
    WebhookCall.objects.filter(payload__ticket__id__in=list(ticket_ids)).delete()
