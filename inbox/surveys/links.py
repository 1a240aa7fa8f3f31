"""Links to a survey: signed, without log-in. Nothing is kept of them, so nobody who reads the database can answer."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from inbox.models import Survey

_SIGNER = Signer(salt="guichet.survey", sep=".")


def token_of(survey: Survey) -> str:
    return _SIGNER.sign(str(survey.pk))


def link_to(survey: Survey) -> str:
    """The whole address, for a mail."""
    return settings.PUBLIC_URL + reverse("survey", args=[token_of(survey)])


def survey_of(token: str) -> Survey | None:
    """None for a token that was not made here, or whose survey is gone."""
    try:
        survey_id = int(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = Survey.objects.select_related("ticket__account", "answer").filter(pk=survey_id, asked_at__isnull=False)
    return found.defer("ticket__account__credentials", "ticket__account__identity").first()
