"""`manage verify_log`: does the log of every ticket still fit its seals? Ends with 1 if anything does not."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inbox.proof.chains import all_verdicts
from inbox.proof.verifying import Fault, Finding

_WORDS = {
    Fault.CHANGED: "the entry, its seal or the one before is not what it was",
    Fault.MISSING: "the entry is gone",
    Fault.PUT_IN: "the entry was put in later",
    Fault.UNSEALED: "the entry was never sealed",
    Fault.LINK_MISSING: "the seal is gone",
}


class Command(BaseCommand):
    help = "Check the log of every ticket against its seals, and print what does not fit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        counts: Counter[str] = Counter()
        for ticket_id, verdict in all_verdicts(timezone.now()):
            for finding in verdict.findings:
                self.stdout.write(f"ticket {ticket_id}: {_line(finding)}")
            counts += Counter(
                tickets=1,
                entries=verdict.entries,
                sealed=verdict.sealed,
                waiting=verdict.waiting,
                erased=verdict.erased,
                findings=len(verdict.findings),
            )
        self.stdout.write(
            f"{counts['tickets']} tickets, {counts['entries']} entries: {counts['sealed']} sealed, "
            f"{counts['erased']} of them with their content erased, {counts['waiting']} to be sealed in a moment."
        )
        if counts["findings"]:
            raise CommandError(f"{counts['findings']} entries or seals do not fit.")
        self.stdout.write("Everything fits.")


def _line(finding: Finding) -> str:
    place = f"seal {finding.number}" if finding.number else "no seal"
    entry = f", entry {finding.event_id}" if finding.event_id else ""
    at = f" of {finding.at.isoformat()}" if finding.at else ""
    return f"{place}{entry}{at}: {_WORDS[finding.fault]}"
