"""What became of a webhook's call, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.models import WebhookCall
from inbox.webhooks.calling import PATIENCE_SECONDS

_SAYS = {
    "NotPublic": gettext_lazy("the address does not lead to a machine on the public internet"),
    "SSLError": gettext_lazy("its certificate is not valid for this address"),
}


def call_words(call: WebhookCall) -> str:
    """Where it stands, and why it was not taken."""
    state = str(call.get_state_display())
    return _("%(label)s: %(said)s") % {"label": state, "said": _why(call)} if call.problem else state


def _why(call: WebhookCall) -> str:
    if call.status:
        return _("the other side answered %(status)d") % {"status": call.status}
    if call.problem in _SAYS:
        return str(_SAYS[call.problem])
    if call.problem.endswith("Timeout"):
        return _("no answer within %(seconds)d seconds") % {"seconds": PATIENCE_SECONDS}
    return _("no connection (%(name)s)") % {"name": call.problem}
