"""Why an action of a rule could not be done, for whoever looks after the rules."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class NobodyThere(InboxError):
    """Somebody a rule names is not there any more, or may not see the ticket."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("%(name)s may not see this ticket, or is not there any more.") % {"name": self.name}


class NoTemplate(InboxError):
    def __str__(self) -> str:
        return _("The template is not published, or not there any more.")


class NoWebhook(InboxError):
    def __str__(self) -> str:
        return _("The webhook is switched off, or not there any more.")
