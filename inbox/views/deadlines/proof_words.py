"""A proof in words: the sheet that page and PDF show."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from inbox.deadlines.clock_records import ClockRecord
from inbox.models import Delivery, EndReason
from inbox.proof.records import Proof, ProvenMessage, ProvenWait
from inbox.proof.sheet import Row, Section, Sheet
from inbox.proof.verifying import Fault, Finding, Verdict
from inbox.views.deadlines.clock_words import (
    calendar_words,
    clock_words,
    end_words,
    kind_words,
    met_words,
    policy_words,
)
from inbox.views.deadlines.proof_log import exactly, log_section


def sheet_of(proof: Proof) -> Sheet:
    """In the active language; moments in the reader's zone with their offset, since a clock's hour may come twice."""
    return Sheet(
        title=_("Proof for ticket %(ticket)s") % {"ticket": f"#{proof.ticket.pk}"},
        facts=list(_facts(proof)),
        holds=proof.verdict.holds,
        verdict=_verdict(proof.verdict),
        findings=[_finding(finding) for finding in proof.verdict.findings],
        sections=[_messages(proof), _deadlines(proof), log_section(proof.entries)],
        page_words=_("Page {page} of {pages}"),
        lacking_words=_("[?] stands for characters that this PDF's font lacks; the page and the JSON have them."),
        language=get_language() or "en",
    )


def _facts(proof: Proof) -> Iterator[tuple[str, str]]:
    ticket = proof.ticket
    yield _("Marketplace"), ticket.account.marketplace_label
    yield _("Account"), ticket.account.name
    yield _("Buyer"), ticket.buyer_called
    if ticket.order_id:
        yield _("Order"), ticket.order_id
    if ticket.thread_id and not ticket.is_opening:
        yield _("Conversation"), ticket.thread_id
    yield _("Made at"), exactly(proof.made_at)
    yield _("Times in"), timezone.get_current_timezone_name().replace("_", " ")
    if proof.verdict.sealed_since:
        yield (
            _("Sealed since"),
            _("%(moment)s; what is older was sealed as it was found then")
            % {"moment": exactly(proof.verdict.sealed_since)},
        )
        yield (
            _("Last seal"),
            _("No. %(n)d: SHA-256 %(digest)s")
            % {
                "n": max(entry.number or 0 for entry in proof.entries) if proof.entries else 0,
                "digest": proof.verdict.head.hex(),
            },
        )


def _verdict(verdict: Verdict) -> str:
    if not verdict.holds:
        return ngettext(
            "%(n)d thing in the log does not fit the seals.",
            "%(n)d things in the log do not fit the seals.",
            len(verdict.findings),
        ) % {"n": len(verdict.findings)}
    if not verdict.sealed:
        return _("Nothing is sealed yet; that happens within seconds.")
    return ngettext(
        "The log is as it was sealed: %(n)d entry, unchanged, none missing.",
        "The log is as it was sealed: %(n)d entries, unchanged, none missing.",
        verdict.sealed,
    ) % {"n": verdict.sealed}


def _finding(finding: Finding) -> str:
    words = {
        Fault.CHANGED: _("Entry %(entry)s (seal %(n)s): it, its seal or the one before is not what it was."),
        Fault.MISSING: _("Entry %(entry)s (seal %(n)s) is gone."),
        Fault.PUT_IN: _("Entry %(entry)s was put in among older ones after these were sealed."),
        Fault.UNSEALED: _("Entry %(entry)s was never sealed."),
        Fault.LINK_MISSING: _("Seal %(n)s is gone."),
    }
    return words[finding.fault] % {"entry": finding.event_id or "", "n": finding.number or ""}


def _messages(proof: Proof) -> Section:
    return Section(
        heading=_("Messages"),
        columns=[
            _("No."),
            pgettext("message", "From"),
            _("Written"),
            _("Fetched"),
            pgettext("message", "Sent"),
            _("Accepted"),
        ],
        widths=[6, 14, 20, 20, 20, 20],
        rows=[_message(number, message) for number, message in enumerate(proof.messages, start=1)],
        note=_("As they are stored now; internal notes are left out. SHA-256 is of the text in UTF-8."),
        empty=_("There are no messages."),
    )


def _message(number: int, message: ProvenMessage) -> Row:
    under = []
    if message.delivery:
        under.append(_("Delivery: %(state)s") % {"state": Delivery(message.delivery).label})
    if message.marketplace_id:
        under.append(_("The marketplace's id: %(id)s") % {"id": message.marketplace_id})
    if message.confirmed_at:
        under.append(_("Confirmed: %(moment)s") % {"moment": exactly(message.confirmed_at)})
    under.append(_("Stored: %(moment)s") % {"moment": exactly(message.stored_at)})
    under.append(_("Text: SHA-256 %(digest)s") % {"digest": message.sha256})
    for file in message.files:
        digest = f"SHA-256 {file.sha256}" if file.sha256 else _("no copy here")
        under.append(_("File %(name)s: %(digest)s") % {"name": file.name, "digest": digest})
    at = (message.written_at, message.fetched_at, message.sent_at, message.accepted_at)
    cells = [str(number), _authors()[message.author], *(exactly(moment) if moment else "–" for moment in at)]
    return Row(cells, under, body=message.text or "")


def _authors() -> Mapping[str, str]:
    return {
        "buyer": _("Buyer"),
        "marketplace": _("Marketplace"),
        "agent": _("Shop"),
        "automatic": _("Shop (automatic)"),
        "outside": _("Shop, on the marketplace's own site"),
    }


def _deadlines(proof: Proof) -> Section:
    numbers = {message.id: number for number, message in enumerate(proof.messages, start=1)}
    rows = [row for wait in proof.waits for row in _wait(wait, numbers, proof.made_at)]
    return Section(
        heading=_("Waits and deadlines"),
        columns=[_("What"), _("Started"), _("Due"), _("Ended"), _("In time?")],
        widths=[26, 20, 20, 20, 14],
        rows=[*rows, *(_clock(clock, clock_words(clock), (), proof.made_at) for clock in proof.clocks)],
        note=_("A wait begins when the buyer wrote, not when it was fetched. Exactly at the deadline is in time."),
        empty=_("The buyer never waited for an answer."),
    )


def _wait(wait: ProvenWait, numbers: Mapping[int, int], now: datetime) -> Iterator[Row]:
    words = _("Wait %(n)d") % {"n": wait.number}
    about = []
    if opened := numbers.get(wait.opened_by or 0):
        about.append(_("Begun by message %(n)d.") % {"n": opened})
    if answered := numbers.get(wait.answered_by or 0):
        about.append(_("Answered by message %(n)d.") % {"n": answered})
    if wait.acknowledged_at:
        about.append(_("Acknowledged: %(moment)s.") % {"moment": exactly(wait.acknowledged_at)})
    if wait.late_at_arrival:
        about.append(_("The deadline had passed when the message was first seen here."))
    if not wait.clocks:
        ended = [exactly(wait.ended_at), EndReason(wait.end_reason).label] if wait.ended_at else [_("running")]
        yield Row([words, exactly(wait.opened_at), "–", " · ".join(map(str, ended)), ""], about)
    for clock in wait.clocks:
        yield _clock(clock, f"{words} · {clock_words(clock)}", about, now)
        about = []


def _clock(clock: ClockRecord, words: str, about: Iterable[str], now: datetime) -> Row:
    by = " · ".join(filter(None, (policy_words(clock), calendar_words(clock))))
    ended = f"{exactly(clock.ended_at)} · {end_words(clock)}" if clock.ended_at else end_words(clock)
    cells = [
        _("%(clock)s: %(what)s") % {"clock": words, "what": kind_words(clock)},
        exactly(clock.started_at),
        exactly(clock.due_at) if clock.due_at else "–",
        ended,
        met_words(clock, now=now),
    ]
    return Row(cells, [*about, by], state="late" if clock.met is False else "")
