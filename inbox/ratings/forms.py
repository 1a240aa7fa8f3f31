"""How the files of known services call their columns. Any other file's are chosen by hand (OTHER)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Column(StrEnum):
    """What a rating may say of itself. RATING and WRITTEN must be there."""

    RATING = "rating"
    ORDER = "order_id"
    COMMENT = "comment"
    WRITTEN = "written_at"
    AUTHOR = "author"
    ID = "external_id"


@dataclass(frozen=True)
class Form:
    """One service's files. columns: under which names each column may come, in lower case.

    day_first: whether 03/04/2026 is of April. second_head: whether a second line of names may follow the first.
    """

    slug: str
    label: str
    columns: Mapping[Column, Sequence[str]] = field(default_factory=dict)
    day_first: bool = True
    second_head: bool = False


TRUSTPILOT = Form(
    "trustpilot",
    "Trustpilot",
    {
        Column.RATING: ("stars", "review stars", "rating"),
        Column.ORDER: ("reference id", "reference number", "referenceid", "order id"),
        Column.COMMENT: ("review text", "review content", "review body", "text"),
        Column.WRITTEN: ("review created (utc)", "review created", "created", "date", "created at"),
        Column.AUTHOR: ("consumer name", "customer name", "review username", "name"),
        Column.ID: ("review id", "reviewid", "id"),
    },
)
AVIS_VERIFIES = Form(
    "avis_verifies",
    "Avis Vérifiés",
    {
        Column.RATING: ("note", "rate", "review_rate", "note globale"),
        Column.ORDER: ("n° commande", "n° de commande", "numéro de commande", "référence commande", "order_ref"),
        Column.COMMENT: ("avis", "commentaire", "review", "texte de l'avis"),
        Column.WRITTEN: ("date de l'avis", "date avis", "date de publication", "review_date", "date"),
        Column.AUTHOR: ("client", "nom", "prénom", "firstname", "auteur"),
        Column.ID: ("id avis", "identifiant", "id_review", "review_id"),
    },
)
SURVEYMONKEY = Form(
    "surveymonkey",
    "SurveyMonkey",
    {
        Column.RATING: ("rating", "how satisfied are you?", "note"),
        Column.ORDER: ("order id", "order_id", "order number", "custom data 1"),
        Column.COMMENT: ("comment", "comments", "commentaire"),
        Column.WRITTEN: ("date modified", "end date", "date created", "start date"),
        Column.AUTHOR: ("first name",),
        Column.ID: ("respondent id", "respondent_id"),
    },
    day_first=False,
    second_head=True,
)
OTHER = Form("csv", "CSV")

FORMS: Mapping[str, Form] = {form.slug: form for form in (TRUSTPILOT, AVIS_VERIFIES, SURVEYMONKEY, OTHER)}
