"""An entry of the FAQ as a lead writes it, and what the pages of questions are narrowed by."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from connectors.language import LANGUAGES
from connectors.models import Account
from inbox.mining.left_over import numbers_left_in
from inbox.mining.questions import Choices, Narrowed
from inbox.models import PublicFaq
from inbox.tickets.topics import TOPICS
from inbox.words.blanks import blanks_in
from inbox.words.languages import language_name
from inbox.words.themes import theme_name
from templates_app.models import FaqEntry

PERIODS: Final[Mapping[str, str | Promise]] = {
    "28": _("last 28 days"),
    "7": _("last 7 days"),
    "90": _("last 90 days"),
    "365": _("last 365 days"),
}
NO_TOPIC = "-"
"""In the address, for what nobody has sorted."""


class FaqEntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """accounts: none chosen = for all shops."""

    topic = forms.ChoiceField(required=False, label=_("Topic"))
    language = forms.ChoiceField(label=_("Language"))
    accounts = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=_("Shops"),
        help_text=_("None chosen: for all of them."),
    )

    class Meta:
        model = FaqEntry
        fields = [
            *("question", "answer", "topic", "language", "item_name", "item_id", "accounts", "review_on"),
            "is_public",
        ]
        labels = {
            "question": _("Question"),
            "answer": _("Answer"),
            "item_name": _("Product"),
            "item_id": _("Its number at the marketplace"),
            "review_on": _("To be looked at again on"),
            "is_public": _("May stand on the shop's public page"),
        }
        help_texts = {
            "answer": _("Plain text. An empty line begins a new paragraph."),
            "item_name": _("Only if the answer is about one product."),
        }
        widgets = {
            "answer": forms.Textarea(attrs={"rows": 8}),
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [*TOPICS, *([self.instance.topic] if self.instance.topic not in ("", *TOPICS) else [])]
        self.fields["topic"].choices = [("", _("none of them")), *((code, theme_name(code)) for code in topics)]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
        self.fields["accounts"].choices = [  # type: ignore[attr-defined]
            (account.pk, account.full_name) for account in Account.objects.order_by("marketplace", "name")
        ]

    def clean(self) -> dict[str, Any]:
        """A public entry holds nothing of a buyer's that can be known as such."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        text = f"{given.get('question', '')}\n{given.get('answer', '')}"
        if given.get("is_public") and (found := [*blanks_in(text), *numbers_left_in(text)]):
            words = _("Before everybody reads it, take out what belongs to one buyer: %(words)s")
            raise forms.ValidationError(words, params={"words": ", ".join(found)})
        return given


class PublicFaqForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PublicFaq
        fields = ["title", "slug", "is_on"]
        labels = {
            "title": _("Title of the page"),
            "slug": _("Its place in the address"),
            "is_on": _("Show the page to everybody"),
        }


class QuestionFilters(forms.Form):
    """What the address says; unknown values count as not given."""

    days = forms.ChoiceField(required=False, choices=list(PERIODS.items()), label=_("Period"))
    topic = forms.ChoiceField(required=False, label=_("Topic"))
    language = forms.ChoiceField(required=False, label=_("Language"))
    item = forms.ChoiceField(required=False, label=_("Product"))
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("all")),
            ("missing", _("without an answer")),
            ("answered", _("with an answer")),
            ("away", _("put away")),
        ],
        label=_("Show"),
    )

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given, auto_id="filter-%s")

    def offer(self, found: Choices, titles: Mapping[str, str]) -> None:
        """Fill in what there is to choose from, and read the address."""
        every = ("", _("any"))
        choices: dict[str, list[tuple[str, str | Promise]]] = {
            "topic": [(topic or NO_TOPIC, theme_name(topic)) for topic in found.topics],
            "language": [(code or NO_TOPIC, language_name(code) or _("unknown")) for code in found.languages],
            "item": [*titles.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [every, *offered]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def length(self) -> timedelta:
        days = str(self.data.get("days"))
        return timedelta(days=int(days if days in PERIODS else next(iter(PERIODS))))

    @property
    def narrowed(self) -> Narrowed:
        chosen = self.cleaned_data
        return Narrowed(
            topic=_read(chosen.get("topic", "")),
            language=_read(chosen.get("language", "")),
            item_id=chosen.get("item", ""),
        )


def _read(value: str) -> str | None:
    return {"": None, NO_TOPIC: ""}.get(value, value)
