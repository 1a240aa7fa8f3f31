"""Between which words a number is an order's, and between which it is something else's. Over folded text."""

import re
from typing import Final

_ORDER: Final = "|".join(
    r"""commandes? cmde? cde orders? bestell\w* auftr\w* pedidos? ordin[ei] bestelling\w* encomendas?
    zamowieni\w*""".split()
)
_FILLER: Final = "|".join(
    """numeros? numbers? nummer nro num nr no n id ref reference est is ist es le la de mon ma my meine mi il mio
    diese porte suivante?""".split()
)
_SIGN: Final = r"[\s:°º#.=(\"«“’'-]"
_UNIT: Final = r"€|\$|£|%|euros?|eur|ml|cl|cm|mm|kg|g|fois|jours?|mois|days?|times?|pieces?"
_NUMBER: Final = r"(?P<number>[a-z]{0,4}-?\d[a-z0-9]*(?:[-_][a-z0-9]+)*)"
_BEHIND: Final = rf"(?![\w€$£%])(?![.,/-]\d)(?!\s*(?:{_UNIT})(?!\w))"
_IS: Final = r"(?:(?:est|is|le|mon|ma|my|the)\s){0,3}"

AFTER_THE_WORD: Final = re.compile(
    rf"\b(?:{_ORDER})\b{_SIGN}{{0,3}}(?:\b(?:{_FILLER})\b{_SIGN}{{1,3}}){{0,4}}#?\s?{_NUMBER}{_BEHIND}"
)
BEFORE_THE_WORD: Final = re.compile(
    rf"(?<![\w.,/-]){_NUMBER}{_SIGN}{{1,3}}{_IS}(?:numero|n|no|number|nummer)\s?(?:de\s|of\s)?(?:ma\s|my\s|la\s)?"
    rf"(?:{_ORDER})\b"
)
ALONE: Final = re.compile(rf"(?<![\w.,/+€$£-])(?<!\d\s)(?P<number>\d{{6,10}}){_BEHIND}(?!\s\d)")
IN_GROUPS: Final = re.compile(r"(?<![\w.,/+-])(?P<number>[1-9]\d{1,3}(?:-\d{4,8}){2})(?![\w-])")
_SOMETHING_ELSE: Final = "|".join(
    r"""suivi tracking track colis parcel package awb facture\w* invoice\w* rechnung\w* tel\w* phone mobile portable
        call whatsapp contact pin pincode zip postal\w* postcode cp plz code ean siret iban compte account carte card
        articles? item produit product asin sku modele? model serie serial client customer ticket dossier ref\w* otp
        password passe id upi txn transaction utr debit\w* paye\w* paid montant amount rs inr prix price""".split()
)
OF_SOMETHING_ELSE: Final = re.compile(rf"\b(?:{_SOMETHING_ELSE})\b")
ABOUT_AN_ORDER: Final = re.compile(
    rf"\b(?:(?:{_ORDER})\b|ou en est\b|recu|livr|expedi|colis|suivi|ca en est|deliver|arriv|shipp|receive)"
)
CALLED_A_NUMBER: Final = re.compile(r"\b(?:n|no|nr|numero|number|nummer)\b")
