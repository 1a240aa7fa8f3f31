"""The small forms around the templates: what narrows their list, what is said of the shop, which file comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.registry import connectors
from inbox.tickets.topics import TOPICS
from inbox.words.languages import language_name
from templates_app.languages import LANGUAGES
from templates_app.models import Family


class TemplateFilterForm(forms.Form):
    """What narrows the list of templates."""

    q = forms.CharField(required=False, max_length=100, label=gettext_lazy("Name or words"))
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Topic"))
    family = forms.ChoiceField(
        required=False, choices=[("", gettext_lazy("any")), *Family.choices], label=gettext_lazy("Family")
    )
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))
    marketplace = forms.ChoiceField(required=False, label=gettext_lazy("Marketplace"))
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", gettext_lazy("all in use")),
            ("due", gettext_lazy("to look at again")),
            ("draft", gettext_lazy("with changes not published")),
            ("retired", gettext_lazy("put away")),
        ],
        label=gettext_lazy("Show"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("any"))
        self.fields["topic"].choices = [anything, *TOPICS.items()]  # type: ignore[attr-defined]
        self.fields["language"].choices = [anything, *((code, language_name(code)) for code in LANGUAGES)]  # type: ignore[attr-defined]
        self.fields["marketplace"].choices = [anything, *((slug, cls.label) for slug, cls in connectors().items())]  # type: ignore[attr-defined]


class ShopFactsForm(forms.Form):
    """What templates may say of the shop."""

    name = forms.CharField(required=False, max_length=120, label=gettext_lazy("Name of the shop"))
    return_address = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Address for returns"),
    )
    mediator = forms.CharField(required=False, max_length=200, label=gettext_lazy("Consumer mediator"))
    mediator_address = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Postal address of the mediator"),
    )


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"))
    language = forms.ChoiceField(label=gettext_lazy("Language of texts that name none"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, language_name(code)) for code in LANGUAGES]  # type: ignore[attr-defined]
