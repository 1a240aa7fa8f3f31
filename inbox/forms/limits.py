"""To what an outside agent is limited."""

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from connectors.language import LANGUAGES
from inbox.forms.accounts import AccountsField
from inbox.models import User


def language_choices() -> list[tuple[str, str]]:
    """Codes and names in the reader's language, by name."""
    reader = get_language() or "en"
    named = ((code, Locale.parse(code).get_display_name(reader) or code) for code in LANGUAGES)
    return sorted(named, key=lambda pair: pair[1])


class LimitsForm(forms.Form):
    """No shop = nothing at all; no language = every language."""

    shops = AccountsField(label=_("Shops"))
    speaks = forms.MultipleChoiceField(
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Languages"),
        help_text=_("None chosen: every language. Otherwise tickets whose language nobody could tell stay hidden."),
    )

    @classmethod
    def of(cls, person: User) -> "LimitsForm":
        """As it is kept."""
        initial = {"shops": person.shops.all(), "speaks": person.speaks}
        return cls(initial=initial, auto_id=f"limits-{person.pk}-%s")
