"""Numbers of bank cards and bank accounts, known by their check digits (ISO/IEC 7812, ISO 13616), and codes of banks.

Sixteen digits that the words before them call a card are one with any check digit. A bank's code (ISO 9362) has none:
it is known by the bank or by what it is called, and only where it stands in capitals, as article codes do too.
"""

import re
import tomllib

from connectors.policy.finding import Hit
from connectors.policy.folded import Folded
from connectors.policy.packs import DATA

_CARD = re.compile(r"(?<![\d-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\d-])")
_CALLED_CARD = re.compile(
    r"\b(?:carte|cb|card|visa|mastercard|karte|kreditkarte|tarjeta|carta)\b[^\d\n]{0,20}"
    r"(?P<number>[3-6]\d{3}(?:[ .-]?\d{4}){3})(?![\d-])"
)
_OTHER_CARD = re.compile(r"\b(?:sd|sim|microsd|cadeau|gift|geschenk|regalo|memoire|memory|fidelite|loyalty)\b")
_IBAN = re.compile(r"(?<![a-z\d])[a-z]{2}\d\d(?:[ .-]?[a-z\d]{4}){2,7}(?:[ .-]?[a-z\d]{1,4})?(?![a-z\d])")
_IBAN_LENGTHS = {
    "fr": 27, "de": 22, "es": 24, "it": 27, "be": 16, "nl": 18, "pt": 25, "lu": 20, "ch": 21, "gb": 22, "at": 20,
    "pl": 28, "ie": 22, "mc": 27, "lt": 20,
}  # fmt: skip


_BANKS = "|".join(tomllib.loads((DATA / "numbers.toml").read_text(encoding="utf-8"))["banks"])
_BIC_REST = r"[a-z\d]{2}(?:[a-z\d]{3})?(?![a-z\d])"
_BIC = re.compile(rf"(?<![a-z\d])(?P<code>(?:{_BANKS}){_BIC_REST})")
_CALLED_BIC = re.compile(
    r"\b(?:bic|swift)(?: ?/ ?(?:bic|swift))?(?:[- ]?code)?(?: (?:est|is|ist|es|e))?(?: le| the)? ?[:=(-]? ?"
    rf"(?P<code>[a-z]{{4}}(?:{'|'.join(_IBAN_LENGTHS)}){_BIC_REST})"
)


def payment_numbers(text: Folded) -> list[Hit]:
    """Places in the folded text."""
    cards = [match.span() for match in _CARD.finditer(text.text) if _is_card(match[0])]
    cards += [match.span("number") for match in _CALLED_CARD.finditer(text.text) if not _OTHER_CARD.search(match[0])]
    ibans = [span for match in _IBAN.finditer(text.text) if (span := _iban(match))]
    bics = [match.span("code") for called in (_BIC, _CALLED_BIC) for match in called.finditer(text.text)]
    banks = [span for span in bics if text.written(*span).isupper()]
    return [Hit("payment_details", *span) for span in (*cards, *ibans, *banks)]


def _is_card(written: str) -> bool:
    digits = [int(digit) for digit in written if digit.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len(digits) in (15, 16) and (sum(doubled) + sum(digits[-1::-2])) % 10 == 0 and len(set(digits)) > 1


def _iban(match: re.Match[str]) -> tuple[int, int] | None:
    """Where it ends by its country's length; None if its check digits are wrong."""
    length = _IBAN_LENGTHS.get(match[0][:2])
    signs = [(place, sign) for place, sign in enumerate(match[0]) if sign not in " .-"]
    if length is None or len(signs) < length:
        return None
    number = "".join(sign for _, sign in signs[:length])
    if int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 != 1:
        return None
    return match.start(), match.start() + signs[length - 1][0] + 1
