"""The forms of the actions on a ticket, but for snoozing (snooze.py)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.text import storable
from inbox.forms.ticket_work import WorkForm
from inbox.forms.tickets import AgentField
from inbox.models import Resolution, User
from inbox.tickets.about import order_of
from inbox.tickets.assignment import who_may_have
from inbox.tickets.call import Caller

LONGEST_NOTE = 10_000
_MOMENT = "%Y-%m-%dT%H:%M"


class NoteField(forms.CharField):
    """Words for colleagues."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NOTE, **options)

    def clean(self, value: Any) -> str:
        return storable(super().clean(value)).strip()


class CallForm(WorkForm):
    caller = forms.ChoiceField(
        choices=[
            (Caller.SHOP.value, gettext_lazy("we rang the buyer")),
            (Caller.BUYER.value, gettext_lazy("the buyer rang us")),
        ],
        widget=forms.RadioSelect,
        initial=Caller.SHOP.value,
        label=gettext_lazy("Who rang"),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    )
    note = NoteField(label=gettext_lazy("What was said"), help_text=gettext_lazy("An internal note: no buyer sees it."))

    def prepare(self) -> None:
        self.fields["at"].initial = timezone.localtime(self.now).strftime(_MOMENT)

    @property
    def lead(self) -> str:
        words = _(
            "The call counts as an answer, at its own time. %(marketplace)s knows nothing of it: it may go on waiting "
            "for a written one."
        )
        return words % {"marketplace": self.ticket.account.marketplace_label} if self.ticket.needs_reply else ""


class HandOverForm(WorkForm):
    to = AgentField(queryset=User.objects.none(), label=gettext_lazy("To"), empty_label=None)
    note = NoteField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Stands on top of the ticket until it was read, and stays among the messages."),
    )

    def prepare(self) -> None:
        people = who_may_have(self.ticket).exclude(pk=self.user.pk)
        self.fields["to"].queryset = people.order_by("first_name", "last_name", "email")  # type: ignore[attr-defined]


class LinkForm(WorkForm):
    other = forms.CharField(
        max_length=30,
        label=gettext_lazy("Number of the other ticket"),
        widget=forms.TextInput(attrs={"placeholder": "#123", "autocomplete": "off"}),
    )


class ResolutionForm(WorkForm):
    resolution = forms.ChoiceField(
        required=False,
        choices=[*Resolution.choices, ("", gettext_lazy("nothing recorded"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("The buyer gets"),
    )
    amount = forms.DecimalField(
        required=False,
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("What it costs the shop, if anything."),
    )
    currency = forms.CharField(required=False, min_length=3, max_length=3, label=gettext_lazy("Currency"))

    def prepare(self) -> None:
        order = order_of(self.ticket)
        known = self.ticket.resolution_currency or (order.currency if order else "") or "EUR"
        self.initial = {
            "resolution": self.ticket.resolution or Resolution.REFUND.value,
            "amount": self.ticket.resolution_amount,
            "currency": known,
        }

    @property
    def lead(self) -> str:
        return _("This only records it: the money is refunded on the marketplace, or under “On this order”.")

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"].upper()
        if currency and not (currency.isascii() and currency.isalpha()):
            raise ValidationError(_("Three letters, such as EUR."))
        return currency
