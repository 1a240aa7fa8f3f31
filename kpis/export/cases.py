"""The cases of a figure as rows of a file, in words."""

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.accounts.sales_channels import channel_name
from inbox.models import User
from kpis.export.table import Cell
from kpis.figures.figure import Figure
from kpis.figures.from_log import Case
from kpis.figures.labels import label_of
from kpis.words.labels import heading_of, part_words, words_of_code
from kpis.words.units import titled

_DIMENSIONS = ("account", "channel", "agent", "language", "topic", "level", "kind", "part")


def case_columns(figure: Figure) -> list[str]:
    dimensions = (heading_of(figure, by) for by in _DIMENSIONS)
    return [_("When"), _("Ticket"), _("Marketplace"), *dimensions, titled(figure), _("Currency")]


def case_rows(figure: Figure, cases: Iterable[Case], *, zone: str) -> Iterator[list[Cell]]:
    """One row each, as they are read. zone: of the moments."""
    here = ZoneInfo(zone)
    accounts = {account.pk: account for account in Account.objects.defer("credentials", "identity")}
    people = {user.pk: str(user) for user in User.objects.all()}
    words = _Words(figure)
    for case in cases:
        account = accounts[case.account_id]
        yield [
            case.happened_at.astimezone(here),
            case.ticket_id,
            account.connector_class.label,
            account.name,
            channel_name(account, case.channel),
            people.get(case.agent_id or 0, ""),
            words.of("language", case.language),
            words.of("topic", case.topic),
            case.level,
            words.of("kind", case.kind),
            words.of("part", case.part),
            None if case.value is None else float(case.value),
            case.currency or "",
        ]


class _Words:
    """What codes are called, each looked up once."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._known: dict[str, dict[str, str]] = {}

    def of(self, by: str, code: str) -> str:
        known = self._known.setdefault(by, {"": ""})
        if code not in known:
            known[code] = self._called(by, code)
        return known[code]

    def _called(self, by: str, code: str) -> str:
        if by == "part":
            return part_words(self._figure, code)
        found: Mapping[str, str] = label_of(self._figure, by, [code])
        return words_of_code(code) if found[code] == code else found[code]
