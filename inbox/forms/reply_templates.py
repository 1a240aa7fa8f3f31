"""A reply template as a lead writes it: what it is for, a text for each language, its questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from connectors.registry import connectors
from connectors.text import storable
from inbox.answering.saving import BadBody, check_bodies
from inbox.forms.tickets import AgentField
from inbox.models import Role, User
from inbox.models.ticket import CLAIM
from inbox.tickets.topics import TOPICS
from inbox.words.languages import language_name
from templates_app.filling.limits import LONGEST_SOURCE
from templates_app.languages import LANGUAGES
from templates_app.models import Family, ReplyTemplate, TemplateVersion
from templates_app.questions import KIND_NAMES, BadQuestion, Question, QuestionKind, questions_from
from templates_app.versions import About, Content

SPARE_QUESTIONS = 2
"""So many empty rows follow the questions there are."""
KINDS = [("message", gettext_lazy("conversations")), (CLAIM, gettext_lazy("claims"))]


@dataclass(frozen=True)
class QuestionRow:
    """The fields of one question."""

    name: BoundField
    kind: BoundField
    label: BoundField
    choices: BoundField


class ReplyTemplateForm(forms.Form):
    """body_LANGUAGE: the texts. q0_name, q0_kind, …: the questions; a row without a name is none."""

    name = forms.CharField(max_length=120, label=gettext_lazy("Name"))
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Topic"))
    family = forms.ChoiceField(choices=Family.choices, label=gettext_lazy("Family"))
    marketplaces = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Marketplaces (none = all)")
    )
    kinds = forms.MultipleChoiceField(
        required=False, choices=KINDS, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("For (none = all)")
    )
    owner = AgentField(
        queryset=User.objects.filter(is_active=True, role__in=[Role.LEAD, Role.OWNER]).order_by("first_name", "email"),
        required=False,
        empty_label=gettext_lazy("nobody"),
        label=gettext_lazy("Looked after by"),
    )
    review_on = forms.DateField(
        required=False,
        label=gettext_lazy("Look at it again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, kept: Sequence[Question] = (), **kwargs: Any) -> None:
        """kept: the questions as they are now; of each the labels in other languages stay."""
        super().__init__(*args, **kwargs)
        self.kept = {one.name: one for one in kept}
        self.fields["topic"].choices = [("", _("any")), *TOPICS.items()]  # type: ignore[attr-defined]
        self.fields["marketplaces"].choices = [(slug, cls.label) for slug, cls in connectors().items()]  # type: ignore[attr-defined]
        for language in LANGUAGES:
            self.fields[f"body_{language}"] = _body_field(language)
        rows = max(len(kept), _rows_sent(self.data)) + (0 if self.is_bound else SPARE_QUESTIONS)
        self.rows = rows
        for number in range(rows):
            self.fields |= _question_fields(number)

    @property
    def question_rows(self) -> Iterator[QuestionRow]:
        for number in range(self.rows):
            yield QuestionRow(*(self[f"q{number}_{part}"] for part in ("name", "kind", "label", "choices")))

    @property
    def bodies(self) -> list[BoundField]:
        return [self[f"body_{language}"] for language in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        try:
            self.questions = self.questions_asked()
        except BadQuestion as error:
            raise forms.ValidationError(str(error)) from error
        try:
            check_bodies(self.content.bodies, self.questions, marketplaces=given.get("marketplaces", ()))
        except BadBody as error:
            self.add_error(f"body_{error.language}" if error.language else None, str(error))
        return given

    def questions_asked(self) -> list[Question]:
        """The questions as typed; also of a form that is not valid otherwise. Raises BadQuestion."""
        specs = []
        for number in range(self.rows):
            row = {
                part: str(self.data.get(f"q{number}_{part}", "")).strip()
                for part in ("name", "kind", "label", "choices")
            }
            if row["name"]:
                specs.append(self._spec(row))
        return questions_from(specs)

    def marketplaces_asked(self) -> list[str]:
        """Those that are ticked; also of a form that is not valid otherwise."""
        ticked = self.fields["marketplaces"].widget.value_from_datadict(self.data, self.files, "marketplaces") or ()
        return [slug for slug in connectors() if slug in ticked]

    def _spec(self, row: Mapping[str, str]) -> dict[str, Any]:
        """Labels are in the language of whoever types them."""
        before = self.kept.get(row["name"])
        language = get_language() or ""
        labels = {**(before.labels if before else {}), language: storable(row["label"]) or row["name"]}
        known = {one.label(language): one for one in before.choices} if before else {}
        typed = [storable(part).strip() for part in row["choices"].split(";") if part.strip()]
        choices = [
            {"value": known[text].value, "label": dict(known[text].labels)} if text in known else text for text in typed
        ]
        return {"name": row["name"], "kind": row["kind"], "label": labels, "choices": choices}

    @property
    def about(self) -> About:
        given = self.cleaned_data
        names = ("topic", "family", "marketplaces", "kinds", "owner", "review_on")
        return About(name=storable(given["name"]), **{name: given[name] for name in names})

    @property
    def content(self) -> Content:
        bodies = {language: storable(self.cleaned_data.get(f"body_{language}", "")) for language in LANGUAGES}
        return Content(bodies, getattr(self, "questions", ()))

    @classmethod
    def showing(cls, template: ReplyTemplate, version: TemplateVersion, data: Any = None) -> "ReplyTemplateForm":
        """The form of a template with what this version says."""
        questions = questions_from(version.questions)
        initial = {name: getattr(template, name) for name in cls.base_fields}
        initial |= {f"body_{language}": text for language, text in version.bodies.items()}
        language = get_language() or ""
        for number, one in enumerate(questions):
            initial[f"q{number}_name"], initial[f"q{number}_kind"] = one.name, one.kind.value
            initial[f"q{number}_label"] = one.label(language)
            initial[f"q{number}_choices"] = "; ".join(choice.label(language) for choice in one.choices)
        return cls(data, initial=initial, kept=questions)


def _body_field(language: str) -> forms.Field:
    attrs = {"rows": 10, "lang": language, "spellcheck": "true", "class": "template-body", "dir": "auto"}
    return forms.CharField(
        required=False,
        max_length=LONGEST_SOURCE,
        strip=True,
        label=language_name(language),
        widget=forms.Textarea(attrs=attrs),
    )


def _question_fields(number: int) -> dict[str, forms.Field]:
    kinds = [(kind.value, KIND_NAMES[kind]) for kind in QuestionKind]
    return {
        f"q{number}_name": forms.CharField(required=False, max_length=40, label=_("Name in the text")),
        f"q{number}_kind": forms.ChoiceField(required=False, choices=kinds, label=_("Asks for")),
        f"q{number}_label": forms.CharField(required=False, max_length=200, label=_("Question")),
        f"q{number}_choices": forms.CharField(required=False, max_length=600, label=_("Choices, with ; between them")),
    }


def _rows_sent(data: Mapping[str, Any]) -> int:
    return sum(1 for name in data if name.startswith("q") and name.endswith("_name"))
