"""The documented call limit of each operation we use.

Source: usage plans in Amazon's models of 2026-08 (sendInvoice has none there: that of its neighbours is kept to).
Buckets are per account and application; `x-amzn-RateLimit-Limit` tells the real refill where it comes.
"""

from connectors.collaborators import Rate

SEARCH_ORDERS = "orders.searchOrders"
GET_ORDER = "orders.getOrder"
MESSAGING = "messaging"
SOLICITATIONS = "solicitations"
UPLOADS = "uploads.createUploadDestinationForResource"
CREATE_REPORT = "reports.createReport"
GET_REPORT = "reports.getReport"
GET_REPORTS = "reports.getReports"
GET_REPORT_DOCUMENT = "reports.getReportDocument"
PARTICIPATIONS = "sellers.getMarketplaceParticipations"

RATES = {
    SEARCH_ORDERS: Rate(burst=20, per_second=0.0056),
    GET_ORDER: Rate(burst=30, per_second=0.5),
    MESSAGING: Rate(burst=5, per_second=1),
    SOLICITATIONS: Rate(burst=5, per_second=1),
    UPLOADS: Rate(burst=10, per_second=10),
    CREATE_REPORT: Rate(burst=15, per_second=0.0167),
    GET_REPORT: Rate(burst=15, per_second=2),
    GET_REPORTS: Rate(burst=10, per_second=0.0222),
    GET_REPORT_DOCUMENT: Rate(burst=15, per_second=0.0167),
    PARTICIPATIONS: Rate(burst=15, per_second=0.016),
}


def rate_of(api: str) -> Rate:
    """The limit of an operation, or of each operation of a family: `messaging.warranty` is that of `messaging`."""
    return RATES.get(api) or RATES[api.partition(".")[0]]
