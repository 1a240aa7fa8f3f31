"""What buyers ask in the bench of mining: questions in many wordings, with products, numbers, courtesy, errors."""

import re
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

_QUESTIONS = {
    "fr": {
        "delivery": (
            "{Où est|Ou en est|Où se trouve} {mon colis|ma commande|mon paquet|le colis} {thing}",
            "{Quand|À quelle date} {vais-je recevoir|sera livré|arrive} {mon colis|ma commande|mon article} {thing}",
            "{Avez-vous expédié|Est-ce que vous avez envoyé} {mon colis|ma commande} {thing}",
        ),
        "refund": (
            "{Quand|Dans combien de temps} {serai-je remboursé|aurai-je mon remboursement} {thing}",
            "{Pourquoi|Comment se fait-il que} le remboursement {n'apparaît pas|n'est pas arrivé} {thing}",
        ),
        "product_question": (
            "{Est-ce compatible|Cela va-t-il|Est-ce que ça marche} avec {thing}",
            "{Quelle est la taille|Quelles sont les dimensions|Combien mesure} {thing}",
            "{Avez-vous|Reste-t-il|Vendez-vous} {thing} en {rouge|noir|bleu|blanc}",
        ),
        "invoice": (
            "{Pouvez-vous m'envoyer|Puis-je avoir|Comment obtenir} {la facture|une facture|ma facture} {thing}",
        ),
        "withdrawal": ("{Comment|Où} {renvoyer|retourner|rendre} {l'article|le produit} {thing}",),
    },
    "en": {
        "delivery": (
            "{Where is|Where's} {my parcel|my order|my package} {thing}",
            "{When will|On what day will} {my parcel|my order|it} {arrive|be delivered} {thing}",
        ),
        "refund": ("{When will I get|Where is|How long for} {my refund|the refund|my money} {thing}",),
        "product_question": (
            "{Is it|Would it be|Is this} compatible with {thing}",
            "{What size is|How big is|What are the dimensions of} {thing}",
        ),
        "invoice": ("{Can I have|Please send me|How do I get} {an invoice|the invoice|a receipt} {thing}",),
        "withdrawal": ("{How|Where} do I {return|send back} {the item|it} {thing}",),
    },
    "de": {
        "delivery": (
            "{Wo ist|Wo bleibt} {mein Paket|meine Bestellung|meine Lieferung} {thing}",
            "{Wann|An welchem Tag} {kommt|wird geliefert} {mein Paket|meine Bestellung} {thing}",
        ),
        "refund": ("{Wann bekomme ich|Wo bleibt} {mein Geld|die Erstattung|meine Rückzahlung} {thing}",),
        "product_question": ("{Passt|Funktioniert} das {mit|zu} {thing}", "{Wie groß ist|Welche Maße hat} {thing}"),
        "invoice": ("{Können Sie mir|Bitte} {die Rechnung|eine Rechnung} {schicken|senden} {thing}",),
        "withdrawal": ("{Wie|Wohin} {schicke ich|sende ich} {den Artikel|das} zurück {thing}",),
    },
    "es": {
        "delivery": ("{Dónde está|Cuándo llega|Cuándo entregan} {mi paquete|mi pedido|mi envío} {thing}",),
        "refund": ("{Cuándo recibiré|Dónde está} {el reembolso|mi dinero|la devolución} {thing}",),
        "product_question": ("{Es compatible|Funciona|Sirve} con {thing}", "{Qué medidas tiene|Cuánto mide} {thing}"),
        "invoice": ("{Pueden enviarme|Necesito|Cómo consigo} {la factura|una factura} {thing}",),
        "withdrawal": ("{Cómo devuelvo|Dónde envío de vuelta} {el artículo|el producto} {thing}",),
    },
    "it": {
        "delivery": ("{Dov'è|Quando arriva|Quando consegnate} {il mio pacco|il mio ordine|la spedizione} {thing}",),
        "refund": ("{Quando ricevo|Dov'è} {il rimborso|il mio denaro} {thing}",),
        "product_question": (
            "{È compatibile|Funziona|Va bene} con {thing}",
            "{Quanto misura|Che dimensioni ha} {thing}",
        ),
        "invoice": ("{Potete inviarmi|Vorrei|Come ottengo} {la fattura|una fattura} {thing}",),
        "withdrawal": ("{Come restituisco|Dove rispedisco} {l'articolo|il prodotto} {thing}",),
    },
}
_AROUND = {
    "fr": (("Bonjour, ", "Bonsoir. ", "bjr ", "Madame, Monsieur, "), (" Merci d'avance.", " Cordialement", " svp", "")),
    "en": (("Hello, ", "Hi. ", "Dear sir, ", ""), (" Thank you.", " Kind regards", " please", "")),
    "de": (("Guten Tag, ", "Hallo. ", ""), (" Vielen Dank.", " Mit freundlichen Grüßen", "")),
    "es": (("Hola, ", "Buenos días. ", ""), (" Gracias.", " Un saludo", "")),
    "it": (("Buongiorno, ", "Salve. ", ""), (" Grazie.", " Cordiali saluti", "")),
}
_KINDS = "lampe vélo théière imprimante aspirateur perceuse tablette montre clavier radiateur tente poussette".split()
_MAKES = "Alto Birka Corvin Delmar Estia Fjell Gamba Helio Irida Jonna Kelda Lumo Mira Norda Ostra Pavo".split()
_PRODUCTS = [f"{kind} {make} {10 + number % 90}" for number, (kind, make) in enumerate(product(_KINDS, _MAKES))]
_ASKED_ABOUT = list(accumulate(1 / rank for rank in range(1, len(_PRODUCTS) + 1)))
_SLOT = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True)
class Asked:
    topic: str
    body: str


def asked(language: str, dice: Random) -> Asked:
    """One buyer's message."""
    topic = dice.choices(("delivery", "refund", "product_question", "invoice", "withdrawal"), (5, 2, 4, 1, 2))[0]
    said = _SLOT.sub(lambda slot: dice.choice(slot[1].split("|")), dice.choice(_QUESTIONS[language][topic]))
    said = said.replace("{thing}", _thing(dice) if topic == "product_question" or dice.random() < 0.3 else "").strip()
    before, after = (dice.choice(words) for words in _AROUND[language])
    mark = " ?" if dice.random() < 0.7 else "."
    return Asked(topic, f"{before}{_mistyped(said, dice)}{mark}{after} {dice.randrange(10**9)}")


def _thing(dice: Random) -> str:
    """One of the shop's 192 products; few are asked about often, most seldom."""
    return dice.choices(_PRODUCTS, cum_weights=_ASKED_ABOUT)[0]


def _mistyped(said: str, dice: Random) -> str:
    """In one of five texts two letters change their places."""
    if dice.random() > 0.2:
        return said
    at = dice.randrange(len(said) - 1)
    return said[:at] + said[at + 1] + said[at] + said[at + 2 :]
