"""Why the policy check does not let a reply leave. Written for an agent."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from connectors.policy import Finding
from inbox.errors import InboxError


class PolicyRefusal(InboxError):
    """findings: what stops the reply, in the order of its text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__([finding.rule for finding in findings])
        self.findings = tuple(findings)

    def __str__(self) -> str:
        language = get_language() or "en"
        reasons = dict.fromkeys(finding.reason(language) for finding in self.findings)
        return " ".join([self.in_short, *reasons])

    @property
    def in_short(self) -> str:
        """Without the findings, for a page that shows them beside."""
        raise NotImplementedError


class ReplyForbidden(PolicyRefusal):
    """Something in it is forbidden, and whoever sends it may not override that."""

    field = "body"

    @property
    def in_short(self) -> str:
        return _("Nothing was sent; your text is kept. Take out what is blocked; only a lead can send it all the same.")


class PublicAnswerForbidden(PolicyRefusal):
    """An answer to feedback, which anybody can read; there is nobody who may override that."""

    field = "body"

    @property
    def in_short(self) -> str:
        return _("Nothing was sent; your text is kept. Take out what is forbidden: everybody could read it.")


class ReasonNeeded(PolicyRefusal):
    """It may be sent by whoever says why."""

    field = "override"

    @property
    def in_short(self) -> str:
        return _("Nothing was sent; your text is kept. Change it, or say why it may leave all the same.")
