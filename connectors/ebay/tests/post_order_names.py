"""Which names Post-Order has, as far as anything beside the repository says so.

Its contracts are lists of operations without parameters or fields, but for one search that a third party wrote down. So
a name is known if that file has it, or the fact sheet (sections 7.1 and 7.2), or if it stands here with its source.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from connectors.ebay.tests.ebay_contracts import CANCELLATION_SEARCH, FOLDER, SPECS

PARAMETERS = {
    "cancellation": ("creation_date_range_from", "creation_date_range_to", "limit", "offset"),
    "inquiry": ("inquiry_creation_date_range_from", "inquiry_creation_date_range_to", "limit", "offset"),
    "return": ("creation_date_range_from", "creation_date_range_to", "limit", "offset"),
    "casemanagement": ("case_creation_date_range_from", "case_creation_date_range_to", "limit", "offset"),
}
"""What each search may be asked with; the fact sheet names them all."""
FILES = "ReturnFileType and FileType (Get Return Files)"
HISTORY = "ClaimHistoryEventModel"
CLOSED = "CaseDetailsResponse, InquiryDetailsResponse"
ELSEWHERE: Mapping[str, str] = {
    "actionURL": "SellerAvailableOption",
    "actor": HISTORY,
    "action": HISTORY,
    "actualRefundAmount": "RefundAmountType",
    "estimatedRefundAmount": "RefundAmountType",
    "buyerClosureReason": CLOSED,
    "sellerClosureReason": CLOSED,
    "closureReason": CLOSED,
    "caseCloseReason": CLOSED,
    "creationReason": CLOSED,
    "initialInquiryReason": CLOSED,
    "inquiryClosureDate": CLOSED,
    "caseHistoryDetails": "CaseDetailsResponse",
    "caseStatusEnum": "CaseSummaryType",
    "caseType": "CaseSummaryType",
    "inquiryHistoryDetails": "InquiryDetailsResponse",
    "cancelDetail": "CancelDetailResponse",
    "closeInfo": "ReturnDetailType",
    "returnCloseDate": "ReturnCloseInfoType",
    "returnCloseReason": "ReturnCloseInfoType",
    "description": HISTORY,
    "fileData": FILES,
    "fileFormat": FILES,
    "fileId": FILES,
    "fileName": FILES,
    "filePurpose": FILES,
    "fileStatus": FILES,
    "resizedFileData": FILES,
    "submitter": FILES,
}
"""Names that only eBay's pages on the types of Post-Order 2.7.8 and 2.8.0 have (read 2026-11), by type."""
OURS = frozenset(
    {"kind", "summary", "detail", "activity", "return_id", "site", "seen_at", "note", "file"}
    | {"who", "what", "words", "at", "id", "name"}
)
"""Names of a stored payload, which we write ourselves: connectors/ebay/claims/facts.py and files.py."""


def known_names() -> frozenset[str]:
    """Every name of the fact sheet, of the cancellation search and of ELSEWHERE."""
    return told_names() | ELSEWHERE.keys()


def told_names() -> frozenset[str]:
    """Every name of the fact sheet and of the cancellation search."""
    sheet = (FOLDER / "FACTS.md").read_text()
    section = sheet[sheet.index("### 7.1") : sheet.index("### 7.3")]
    search = json.loads((SPECS / CANCELLATION_SEARCH).read_text())
    schemas = search["components"]["schemas"].values()
    fields = {name for schema in schemas for name in schema["properties"]}
    return frozenset(re.findall(r"[A-Za-z_]\w*", section)) | fields


def dispute_names() -> frozenset[str]:
    """Every field of the Fulfillment contract, which has the payment disputes."""
    schemas = json.loads((SPECS / "sell_fulfillment_v1_oas3.json").read_text())["components"]["schemas"].values()
    return frozenset(name for schema in schemas for name in schema.get("properties", {}))


def names_in(content: Any) -> Iterator[str]:
    """Every field name of an answer, however deep."""
    for entry in content if isinstance(content, list) else []:
        yield from names_in(entry)
    if isinstance(content, dict):
        for name, value in content.items():
            yield name
            yield from names_in(value)


class Watched(dict[str, Any]):
    """A JSON object that tells which of its fields are asked for, and so do the objects inside it."""

    def __init__(self, content: Mapping[str, Any], asked: Callable[[str], None]) -> None:
        super().__init__({name: _watched(value, asked) for name, value in content.items()})
        self.asked = asked

    def get(self, name: str, default: Any = None) -> Any:
        self.asked(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.asked(name)
        return super().__getitem__(name)


def _watched(value: Any, asked: Callable[[str], None]) -> Any:
    if isinstance(value, dict):
        return Watched(value, asked)
    return [_watched(entry, asked) for entry in value] if isinstance(value, list) else value
