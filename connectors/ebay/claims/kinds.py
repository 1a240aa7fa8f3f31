"""The four searches of Post-Order v2: the same idea, each with names of its own.

Source: the operation lists and the hand-written search contract the fact sheet names (section 7.1), read 2026-11. The
names of parameters and lists of the last three come from production clients, not from a contract.
"""

from dataclasses import dataclass

CANCELLATION, INQUIRY, RETURN, CASE, DISPUTE = "cancellation", "inquiry", "return", "case", "dispute"


@dataclass(frozen=True)
class Search:
    """One kind of claim. path: before /search and /{id}; entries: the list's name; id: of one claim in it."""

    kind: str
    path: str
    entries: str
    id: str
    created_from: str
    created_to: str


SEARCHES = (
    Search(
        CANCELLATION,
        "/cancellation",
        "cancellations",
        "cancelId",
        "creation_date_range_from",
        "creation_date_range_to",
    ),
    Search(
        INQUIRY,
        "/inquiry",
        "members",
        "inquiryId",
        "inquiry_creation_date_range_from",
        "inquiry_creation_date_range_to",
    ),
    Search(RETURN, "/return", "members", "returnId", "creation_date_range_from", "creation_date_range_to"),
    Search(
        CASE,
        "/casemanagement",
        "members",
        "caseId",
        "case_creation_date_range_from",
        "case_creation_date_range_to",
    ),
)
"""Returns come before cases: a return says which case it became."""
