"""What the simulated Cdiscount and its customer care say, and what a discussion is about."""

import re

CHANNELS = {"fr": "CDISFR", "es": "WORTENES"}
"""Where a buyer of a language buys. Only CDISFR is a documented code; the other stands for a channel that exists."""

CLAIM_OPENED = (
    "Bonjour, votre client n'a pas obtenu de solution et nous a sollicités. La discussion est passée en réclamation. "
    "Merci de lui répondre sous 24 heures. Le service client"
)
CLAIM_WON = "Bonjour, après étude du dossier, nous clôturons cette réclamation en votre faveur. Le service client"
CLAIM_LOST = "Bonjour, après étude du dossier, nous donnons raison à votre client et clôturons. Le service client"
REFUNDED = "Un remboursement a été enregistré pour cette commande."
CANCELLED = (
    "La demande d'annulation de votre client a été acceptée. Le remboursement est en cours, vous n'avez rien à faire."
)
BOUNCED = (
    "The following addresses had permanent fatal errors:\n<client@example.com>\n(reason: 550 5.1.1 mailbox unavailable)"
)

_ABOUT = (
    ("orderCancellation", r"annul|cancel"),
    ("missingProductsInOrder", r"manqu|missing"),
    ("wrongProductReceived", r"erreur|mauvais|pas le bon|wrong"),
    ("productIsDamaged", r"cass|abîm|endommag|ray|broken"),
    ("productIsNotWorking", r"fonctionn|marche|panne|defect"),
    ("printReceipt", r"facture|invoice"),
    ("orderNotShipped", r"colis|livr|suivi|reçu|parcel"),
)


def channel_of(language: str) -> str:
    """The sales channel where a buyer of that language buys."""
    return CHANNELS.get(language, CHANNELS["fr"])


def sub_typology(text: str) -> str:
    """The reason a buyer would have chosen."""
    return next((code for code, words in _ABOUT if re.search(words, text, re.IGNORECASE)), "orderModification")
