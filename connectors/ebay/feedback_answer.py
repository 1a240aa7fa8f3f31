"""Answer a buyer's feedback: once, in public, and never repeated by itself.

Source: Feedback contract 1.0.0, `respondToFeedback`, read 2026-11: 500 characters, no HTML, no personal data.
"""

from collections.abc import Mapping

from connectors.ebay.apis import ANSWERS
from connectors.ebay.complaints import Complaint, complaint_from
from connectors.ebay.length import length
from connectors.ebay.reader import NoAccess, Reader
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain
from connectors.text import marked as _

TOO_LONG = _("The answer has %(count)s characters; eBay takes at most %(most)s.")
STATUS = _("eBay answered with status %(status)s")


LONGEST_ANSWER = 500
IN_WORDS: Mapping[int, str] = {
    501011: _("eBay does not let this feedback be answered."),
    501013: _("eBay finds the answer too long."),
    501014: _("eBay does not take these characters in an answer."),
    501015: _("eBay finds swear words in the answer."),
    501026: _("eBay no longer knows this feedback."),
    501029: _("eBay no longer knows the buyer who left this feedback."),
    501031: _("eBay left this feedback itself; it cannot be answered."),
    501032: _("This feedback has been answered already, and eBay takes one answer only."),
}
"""What of eBay's errors an agent can understand; the others are told in eBay's own words."""


def answer(reader: Reader, feedback_id: str, *, buyer: str, text: str) -> None:
    """Publish it. Raises ReplyRefused, TryLater, SignInAgain or OutcomeUnknown."""
    if not text:
        raise ReplyRefused(_("The answer is empty."))
    if length(text) > LONGEST_ANSWER:
        raise ReplyRefused(TOO_LONG % {"count": length(text), "most": LONGEST_ANSWER})
    if not buyer:
        raise ReplyRefused(IN_WORDS[501029])
    response = {"feedbackId": feedback_id, "recipientUserId": buyer, "responseType": "REPLY", "responseText": text}
    try:
        given = reader.post_once(ANSWERS, "/respond_to_feedback", json=response)
    except NoAccess as error:
        raise SignInAgain(str(error)) from error
    if given.status in (200, 201, 204):
        return
    if given.status < 400 or given.status == 408:
        raise OutcomeUnknown(STATUS % {"status": given.status})
    complaint = complaint_from(given)
    if complaint.is_missing_permission:
        raise SignInAgain(ANSWERS.missing)
    raise ReplyRefused(_words(complaint))


def _words(complaint: Complaint) -> str:
    known = [IN_WORDS[error_id] for error_id in complaint.error_ids if error_id in IN_WORDS]
    return known[0] if known else f"eBay refused the answer: {complaint}"
