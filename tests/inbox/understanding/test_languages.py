"""The phrase lists of the languages other than French and English, each asked the same questions."""

import pytest

from inbox.understanding.classification import Classification, Flag, Priors, Topic
from inbox.understanding.classify import classify
from inbox.understanding.phrase_lists import Strength, book_of, entries_of, languages

TOPICS = [
    ("Wo bleibt mein Paket? Ich warte seit einer Woche.", Topic.DELIVERY),
    ("Die Lampe ist leider kaputt angekommen.", Topic.DEFECTIVE),
    ("Können Sie mir bitte eine Rechnung schicken?", Topic.INVOICE),
    ("Ich habe den falschen Artikel erhalten.", Topic.WRONG_ITEM),
    ("Wann bekomme ich meine Rückerstattung?", Topic.REFUND),
    ("Haben Sie die Tasche auch in Blau?", Topic.PRODUCT_QUESTION),
    ("¿Dónde está mi pedido? Todavía no ha llegado.", Topic.DELIVERY),
    ("El hervidor no funciona desde ayer.", Topic.DEFECTIVE),
    ("Necesito la factura de mi compra, por favor.", Topic.INVOICE),
    ("Me han enviado un color equivocado.", Topic.WRONG_ITEM),
    ("¿Cuándo me van a hacer el reembolso?", Topic.REFUND),
    ("¿Tienen este bolso en azul?", Topic.PRODUCT_QUESTION),
    ("Dov'è il mio pacco? Non è ancora arrivato.", Topic.DELIVERY),
    ("La lampada è arrivata rotta.", Topic.DEFECTIVE),
    ("Vorrei ricevere la fattura del mio acquisto.", Topic.INVOICE),
    ("Mi avete mandato l'articolo sbagliato.", Topic.WRONG_ITEM),
    ("Quando riceverò il rimborso?", Topic.REFUND),
    ("Avete questa borsa anche in blu?", Topic.PRODUCT_QUESTION),
    ("Waar blijft mijn pakket? Ik wacht al een week.", Topic.DELIVERY),
    ("De lamp is helaas kapot aangekomen.", Topic.DEFECTIVE),
    ("Kunt u mij de factuur sturen?", Topic.INVOICE),
    ("Ik heb het verkeerde artikel ontvangen.", Topic.WRONG_ITEM),
    ("Wanneer krijg ik mijn geld terug?", Topic.REFUND),
    ("Hebben jullie deze tas ook in het blauw?", Topic.PRODUCT_QUESTION),
    ("Onde está a minha encomenda? Ainda não chegou.", Topic.DELIVERY),
    ("O candeeiro chegou partido.", Topic.DEFECTIVE),
    ("Preciso da fatura da minha compra, por favor.", Topic.INVOICE),
    ("Enviaram-me o artigo errado.", Topic.WRONG_ITEM),
    ("Quando recebo o reembolso do meu dinheiro?", Topic.REFUND),
    ("Têm esta mala também em azul?", Topic.PRODUCT_QUESTION),
    ("Gdzie jest moja paczka? Czekam już tydzień.", Topic.DELIVERY),
    ("Lampa przyszła niestety uszkodzona.", Topic.DEFECTIVE),
    ("Proszę o wystawienie faktury do zamówienia.", Topic.INVOICE),
    ("Dostałem niewłaściwy towar zamiast zamówionego.", Topic.WRONG_ITEM),
    ("Kiedy otrzymam zwrot pieniędzy?", Topic.REFUND),
    ("Czy ta torba jest dostępna w kolorze niebieskim?", Topic.PRODUCT_QUESTION),
]
WITHDRAWALS = [
    "Hiermit widerrufe ich meine Bestellung.",
    "Quiero ejercer mi derecho de desistimiento.",
    "Desidero esercitare il diritto di recesso.",
    "Ik wil mijn aankoop herroepen, ik heb me bedacht.",
    "Quero exercer o direito de livre resolução da compra.",
    "Chcę odstąpić od umowy i oddać towar.",
]
CHASERS_WITH_THREATS = [
    "Immer noch keine Antwort von Ihnen! Ich gehe zum Anwalt.",
    "Sigo sin respuesta de ustedes, voy a poner una denuncia.",
    "Ancora nessuna risposta da voi, mi rivolgo al mio avvocato.",
    "Nog steeds geen antwoord van u, ik schakel een advocaat in.",
    "Continuo sem resposta da vossa parte, vou falar com um advogado.",
    "Nadal brak odpowiedzi od państwa, zgłoszę sprawę na policję.",
]


def told(text: str) -> Classification:
    return classify(text, Priors())


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_a_message_has_its_topic(text: str, topic: Topic) -> None:
    assert told(text).topic == topic


@pytest.mark.parametrize("text", WITHDRAWALS)
def test_a_withdrawal_is_one_in_every_language(text: str) -> None:
    assert told(text).withdrawal


@pytest.mark.parametrize("text", CHASERS_WITH_THREATS)
def test_a_chaser_and_a_legal_threat_are_seen_in_every_language(text: str) -> None:
    found = told(text)
    assert (found.chaser, found.anger, found.level) == (True, True, 2)


@pytest.mark.parametrize("language", languages())
def test_every_list_can_be_read_and_has_every_topic_and_flag(language: str) -> None:
    assert book_of(language).hits(["zzz"]) == []
    about = {entry.about for entry in entries_of(language) if entry.strength == Strength.SURE}
    assert about == {*Topic, *Flag}
