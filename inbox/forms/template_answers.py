"""The questions of a template as a form, asked in place while a reply is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from connectors.text import storable
from templates_app.questions import LONGEST_ANSWER, BadAnswer, Question, QuestionKind

PREFIX = "ask-"
_TYPES = {QuestionKind.DATE: "date", QuestionKind.NUMBER: "text", QuestionKind.AMOUNT: "text"}


class AnswersForm(forms.Form):
    """One field for each question. All are asked for: what is not answered would be missing in the text."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        language = get_language() or "en"
        for one in questions:
            self.fields[PREFIX + one.name] = _field(one, language)

    def clean(self) -> dict[str, Any]:
        for one in self.questions:
            try:
                one.answer(storable(self.cleaned_data.get(PREFIX + one.name, "")), currency="")
            except BadAnswer as error:
                self.add_error(PREFIX + one.name, str(error))
        return self.cleaned_data

    @property
    def answers(self) -> Mapping[str, str]:
        """Of a valid form, by the names of the questions."""
        return {one.name: storable(self.cleaned_data[PREFIX + one.name]) for one in self.questions}


def _field(question: Question, language: str) -> forms.Field:
    label = question.label(language)
    if question.kind == QuestionKind.CHOICE:
        choices = [(one.value, one.label(language)) for one in question.choices]
        return forms.ChoiceField(choices=choices, label=label, widget=forms.RadioSelect)
    if question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))], label=label, widget=forms.RadioSelect)
    widget = forms.TextInput(attrs={"type": _TYPES.get(question.kind, "text"), "autocomplete": "off"})
    if question.kind in (QuestionKind.NUMBER, QuestionKind.AMOUNT):
        widget.attrs["inputmode"] = "decimal"
    return forms.CharField(max_length=LONGEST_ANSWER, label=label, widget=widget)
