"""The shop's own phrases of one list, as a lead writes them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inbox.forms.limits import language_choices
from inbox.tickets.topics import TOPICS
from inbox.understanding.classification import Flag
from inbox.understanding.phrase_lists import Strength

_FLAGS = {
    Flag.WITHDRAWN: _("Withdrawal"),
    Flag.CHASER: _("Chaser"),
    Flag.ANGER: _("Anger"),
    Flag.LEGAL: _("Legal threat"),
    Flag.LEVEL2: _("Level 2"),
    Flag.ANSWER: _("Answer to the shop"),
}
ABOUT = [*((str(code), name) for code, name in TOPICS.items()), *((str(flag), name) for flag, name in _FLAGS.items())]
STRENGTHS = [
    (str(Strength.SURE), _("say it by themselves")),
    (str(Strength.HINT), _("are a hint")),
    (str(Strength.AGAINST), _("speak against it")),
]


class PhrasesForm(forms.Form):
    language = forms.ChoiceField(choices=language_choices, label=_("Language"))
    about = forms.ChoiceField(choices=ABOUT, label=_("What they are about"))
    strength = forms.ChoiceField(choices=STRENGTHS, label=_("The phrases"))
    phrases = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=_("Phrases, one a line"),
        help_text=_(
            "“rembours*” is any ending, “colis|paquet” either word, “..” up to four words between, “^” the beginning "
            "of the text. Empty: none."
        ),
    )

    def clean_phrases(self) -> list[str]:
        return str(self.cleaned_data["phrases"]).replace("\0", "").splitlines()
