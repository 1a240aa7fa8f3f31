"""Holiday mode as pauses of the company's clocks."""

from collections import defaultdict
from collections.abc import Collection

from inbox.deadlines.pauses import Pause, PauseReason
from inbox.models import HolidayMode


def holiday_pauses(account_ids: Collection[int]) -> dict[int, list[Pause]]:
    """In which stretches the shop was or will be closed, by account, oldest first; they may overlap.

    Two queries, however many accounts; one where there never was a holiday. An account without any is left out.
    """
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for holiday in HolidayMode.objects.order_by("starts_at", "id").prefetch_related("accounts"):
        ends_at = min(holiday.ends_at, holiday.ended_at or holiday.ends_at)
        if ends_at > holiday.starts_at:
            named = {account.pk for account in holiday.accounts.all()}
            for account_id in account_ids:
                if not named or account_id in named:
                    pauses[account_id].append(Pause(holiday.starts_at, ends_at, PauseReason.HOLIDAY))
    return dict(pauses)
