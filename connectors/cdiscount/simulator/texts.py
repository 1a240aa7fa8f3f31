"""What the simulated Cdiscount and its customer care say, and what a discussion is about."""

import re
from zlib import crc32

CHANNELS = {"fr": ("CDISFR", "DARTYFR", "CDISFR"), "es": ("WORTENES",)}
"""Where buyers of a language buy. Only CDISFR is a documented code; the others stand for channels that exist."""

CLAIM_OPENED = (
    "Bonjour, votre client n'a pas obtenu de solution et nous a sollicités. La discussion est passée en réclamation. "
    "Merci de lui répondre sous 24 heures. Le service client"
)
CLAIM_RAISED = (
    "Bonjour, sans réponse satisfaisante de votre part, cette réclamation est transmise au niveau supérieur. "
    "Votre client attend une solution dans les plus brefs délais. Le service client"
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


def channel_of(language: str, buyer: str = "") -> str:
    """The sales channel where a buyer of that language buys, always the same one for the same buyer."""
    channels = CHANNELS.get(language, CHANNELS["fr"])
    return channels[crc32(buyer.encode()) % len(channels)] if buyer else channels[0]


def sub_typology(text: str) -> str:
    """The reason a buyer would have chosen."""
    return next((code for code, words in _ABOUT if re.search(words, text, re.IGNORECASE)), "orderModification")
