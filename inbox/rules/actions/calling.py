"""Tell another program, by a webhook."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.models import Webhook
from inbox.rules.actions.action import Action, Entry, Turn, Wish
from inbox.rules.actions.errors import NoWebhook
from inbox.rules.errors import BadRule
from inbox.webhooks.keeping import tell
from inbox.webhooks.payload import ticket_payload


class CallWebhook(Action):
    name = "webhook"
    label = gettext_lazy("call the webhook")
    entry = Entry.ONE

    def read(self, given: Any) -> Wish:
        """A webhook's id."""
        if not str(given).isdecimal() or not Webhook.objects.filter(pk=int(given)).exists():
            raise BadRule("value", _("Choose a webhook. Leads add them in the settings of rules."))
        return str(given)

    def do(self, turn: Turn) -> None:
        webhook = Webhook.objects.filter(pk=int(turn.wish), active=True).first()
        if webhook is None:
            raise NoWebhook
        payload = ticket_payload(turn.ticket, event=turn.occasion.happening, rule=turn.rule, at=turn.now)
        tell(webhook, payload, key=turn.key, now=turn.now)
