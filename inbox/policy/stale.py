"""Whether a reply that waited may still leave: rules may have changed since, or more be known about the order."""

from connectors.policy import Finding
from inbox.models import Message
from inbox.policy.checking import findings_of, stopping
from inbox.policy.overriding import override_of

KNOWN_LATER = "language"
"""This rule holds nothing back that was sent: often what the buyer reads is known only by what he writes afterwards."""


def newly_stopping(message: Message) -> tuple[Finding, ...]:
    """What stands against it now and was not overridden when it was written."""
    findings = findings_of(
        message.place,
        message.body_text,
        recipient=message.recipient,
        files=list(message.attachments.exclude(file="")),
        acknowledges=message.acknowledges,
    )
    stops = stopping(findings)
    if not stops:
        return ()
    rules, _why = override_of(message)
    return tuple(finding for finding in stops if finding.rule not in {*rules, KNOWN_LATER})


def reason_again(message: Message) -> str:
    """The reason given for the reply, where it still covers all that stands against it; else empty."""
    return "" if newly_stopping(message) else override_of(message)[1]
