"""Filters above a list that is a page of its own: marketplace and account, and what the list adds."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from connectors.models import Account
from inbox.models import ClaimKind, ClaimState

OPEN_STATES = (ClaimState.SELLER, ClaimState.WAITING)


class ListFilters(forms.Form):
    """What the address says about a list; unknown values count as not given. A choice of one is not offered."""

    marketplace = forms.ChoiceField(required=False, label=_("Marketplace"))
    account = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Account"))

    def __init__(self, given: Mapping[str, str], *, accounts: Sequence[Account]) -> None:
        super().__init__(given, auto_id="filter-%s")
        self.offer_choices(accounts)
        self.is_valid()

    def offer_choices(self, accounts: Sequence[Account]) -> None:
        """Fill the fields whose choices are not always the same."""
        labels = {account.marketplace: account.marketplace_label for account in accounts}
        self._offer("marketplace", pgettext_lazy("marketplaces", "All"), list(labels.items()))
        self._offer(
            "account", pgettext_lazy("accounts", "All"), [(account.id, account.full_name) for account in accounts]
        )

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def query(self) -> str:
        """For links: the part after `?`, without defaults."""
        return urlencode(self.chosen)

    def _offer(self, name: str, every: Any, choices: list[tuple[Any, str]]) -> None:
        if len(choices) < 2:
            del self.fields[name]
            return
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]


RATINGS = {"bad": (1, 2), "middling": (3, 3), "good": (4, 5)}
"""The lowest and the highest of each choice."""


def _rating_field() -> forms.ChoiceField:
    choices = [
        ("", pgettext_lazy("ratings", "All")),
        ("bad", _("1 or 2 of 5")),
        ("middling", _("3 of 5")),
        ("good", _("4 or 5 of 5")),
    ]
    return forms.ChoiceField(required=False, choices=choices, label=_("Rating"))


class AnswerListFilters(ListFilters):
    rating = _rating_field()
    source = forms.ChoiceField(required=False, label=_("Asked by"))
    words = forms.ChoiceField(
        required=False, choices=[("", _("With and without")), ("some", _("With words"))], label=_("Comment")
    )

    def __init__(
        self, given: Mapping[str, str], *, accounts: Sequence[Account], sources: Sequence[tuple[str, str]]
    ) -> None:
        """sources: where buyers were asked, and what to call that."""
        self._sources = sources
        super().__init__(given, accounts=accounts)

    def offer_choices(self, accounts: Sequence[Account]) -> None:
        super().offer_choices(accounts)
        self._offer("source", pgettext_lazy("sources", "All"), list(self._sources))


class FeedbackListFilters(ListFilters):
    rating = _rating_field()
    word = forms.ChoiceField(required=False, label=_("Marketplace's word"))
    answer = forms.ChoiceField(
        required=False,
        choices=[("", _("With and without")), ("todo", _("Bad, to be answered")), ("none", _("Without an answer"))],
        label=_("Answer"),
    )

    def __init__(
        self, given: Mapping[str, str], *, accounts: Sequence[Account], words: Sequence[tuple[str, str]]
    ) -> None:
        """words: what marketplaces call a rating, and what to call that here."""
        self._words = words
        super().__init__(given, accounts=accounts)

    def offer_choices(self, accounts: Sequence[Account]) -> None:
        super().offer_choices(accounts)
        self._offer("word", pgettext_lazy("words", "All"), list(self._words))


class ClaimsFilters(ListFilters):
    kind = forms.ChoiceField(
        required=False, choices=[("", pgettext_lazy("kinds", "All")), *ClaimKind.choices], label=_("Kind")
    )
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", pgettext_lazy("claims", "All open")),
            *((state.value, state.label) for state in OPEN_STATES),
            ("ended", pgettext_lazy("claims", "All that have ended")),
            *((state.value, state.label) for state in ClaimState if state not in OPEN_STATES),
        ],
        label=_("State"),
    )
