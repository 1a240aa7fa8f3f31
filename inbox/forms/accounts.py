"""Accounts to choose among."""

from typing import Any

from django import forms

from connectors.models import Account


class AccountsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of accounts, or none."""

    def __init__(self, **given: Any) -> None:
        known = Account.objects.defer("credentials", "identity").order_by("marketplace", "name")
        super().__init__(known, required=False, widget=forms.CheckboxSelectMultiple, **given)

    def label_from_instance(self, account: Account) -> str:  # type: ignore[override]
        return account.full_name
