"""What a message is about: by the phrase lists alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.understanding.classification import Classification, Priors, Sign, Topic
from inbox.understanding.classify import classify


def told(text: str, **priors: str) -> Classification:
    return classify(text, Priors(**priors))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Bonjour, où est mon colis svp ?", Topic.DELIVERY),
        ("slt jai tjrs rien recu", Topic.DELIVERY),
        ("quand serais je livré de ma comande", Topic.DELIVERY),
        ("Mon paiement par carte a été refusé deux fois", Topic.PAYMENT),
        ("A quelle adresse dois-je vous retourner l'article ?", Topic.RETURNS),
        ("Quand serai-je remboursée ?", Topic.REFUND),
        ("La bouilloire est arrivée cassée", Topic.DEFECTIVE),
        ("Il manque une vis dans le carton", Topic.WRONG_ITEM),
        ("Pourriez-vous m'envoyer la facture", Topic.INVOICE),
        ("Merci d'annuler ma commande", Topic.CANCELLATION),
        ("Je souhaite exercer mon droit de rétractation", Topic.WITHDRAWAL),
        ("Est-ce encore sous garantie ?", Topic.GUARANTEE),
        ("Avez-vous ce sac en bleu ?", Topic.PRODUCT_QUESTION),
        ("Merci beaucoup pour votre réponse !", Topic.THANKS),
        ("Je n'arrive pas à me connecter à mon compte", Topic.OTHER),
        ("Where is my parcel?", Topic.DELIVERY),
        ("i havent recieved my order yet", Topic.DELIVERY),
        ("The lamp doesn't work", Topic.DEFECTIVE),
        ("please cancel my order", Topic.CANCELLATION),
        ("Could I have a VAT invoice?", Topic.INVOICE),
        ("Do you have this in a size 42?", Topic.PRODUCT_QUESTION),
        ("You sent me the wrong colour", Topic.WRONG_ITEM),
    ],
)
def test_a_message_has_its_topic(text: str, topic: Topic) -> None:
    assert told(text).topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "Est ce que la housse va sur un canapé 3 places ?",
        "Peut-on le laver à 60 degrés ?",
        "Les piles sont-elles incluses ?",
        "Will this cover fit a three seater sofa?",
        "Do you have it in red?",
        "Can I wash it at 60 degrees?",
        "Wie groß ist der Tisch?",
        "Ist das Kabel im Lieferumfang?",
        "¿La funda sirve para un sofá de 3 plazas?",
        "¿Se puede lavar a máquina?",
        "C'è anche in rosso?",
        "La fodera va bene per un divano a 3 posti?",
    ],
)
def test_whether_it_fits_suits_or_can_be_washed_is_a_question_about_the_product(text: str) -> None:
    assert told(text).topic == Topic.PRODUCT_QUESTION


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Est-ce que ma commande va arriver dans la semaine ?", Topic.DELIVERY),
        ("La housse ne va pas sur mon canapé, je la retourne", Topic.RETURNS),
        ("Le chargeur n'était pas inclus dans le colis", Topic.WRONG_ITEM),
        ("Faut-il payer les frais de port ?", Topic.DELIVERY),
        ("J'attends le remboursement intégral, frais de port compris.", Topic.REFUND),
        ("J'essaie ce soir, et si ça ne marche pas tant pis. Merci", Topic.THANKS),
    ],
)
def test_what_looks_like_another_topic_keeps_its_own(text: str, topic: Topic) -> None:
    assert told(text).topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "J'ai déposé le retour ce matin chez Mondial Relay, merci de confirmer quand vous l'aurez reçu",
        "J'ai renvoyé le colis lundi, l'avez-vous ?",
        "I dropped the return off at the post office yesterday",
        "I sent the jacket back two weeks ago and nobody tells me anything",
        "Ich habe die Ware am Montag zurückgeschickt",
        "He devuelto el paquete ayer",
        "Ho rispedito il pacco ieri",
    ],
)
def test_what_was_sent_back_is_a_return_and_no_delivery(text: str) -> None:
    assert told(text).topic == Topic.RETURNS


def test_a_message_that_was_sent_again_is_no_return() -> None:
    assert told("J'ai renvoyé un message hier et toujours rien").topic == Topic.DELIVERY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Pourriez-vous faire un effort sur les frais de port si je prends les deux ?"),
        ("fr", "J'ai un code de réduction pour la livraison gratuite et il n'est pas accepté"),
        ("en", "Would you knock something off the price and waive the delivery fee for two?"),
        ("de", "Gibt es Rabatt, wenn ich zwei nehme, oder können Sie die Versandkosten erlassen?"),
        ("es", "¿Me pueden bajar el precio o quitar los gastos de envío?"),
        ("it", "Potete abbassare il prezzo o togliere le spese di spedizione?"),
        ("nl", "Kan de prijs wat zakken, of kunnen jullie de verzendkosten laten vallen?"),
        ("pl", "Czy można negocjować cenę i koszt dostawy?"),
        ("pt", "Podem baixar o preço ou oferecer os portes de envio?"),
        ("fr", "Je remplis mon adresse de livraison et j'ai un message d'erreur à chaque fois"),
        ("en", "I typed in my delivery address and get an error message every time"),
        ("de", "Beim Eintragen der Lieferadresse kommt immer eine Fehlermeldung"),
        ("es", "Pongo la dirección de entrega y sale un mensaje de error"),
        ("it", "Inserisco l'indirizzo di consegna e appare un messaggio di errore"),
        ("nl", "Ik vul het bezorgadres in en krijg een foutmelding"),
        ("pl", "Wpisuję adres dostawy i widzę komunikat błędu"),
        ("pt", "Escrevo a morada de entrega e aparece uma mensagem de erro"),
    ],
)
def test_a_price_to_talk_about_or_a_page_that_does_not_work_is_no_delivery(language: str, text: str) -> None:
    assert told(text, language=language).topic == Topic.OTHER


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "D'accord, il est marqué en cours de livraison chez moi"),
        ("en", "Ok it says out for delivery on my side"),
        ("de", "Ok, jetzt steht da als zugestellt"),
        ("es", "Vale, veo la fecha de entrega"),
        ("it", "Va bene, ora vedo il tracking"),
    ],
)
def test_an_answer_to_the_shop_asks_nothing_though_it_names_the_delivery(language: str, text: str) -> None:
    assert told(text, language=language).topic == Topic.OTHER


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "D'accord, mais je n'ai toujours rien reçu"),
        ("fr", "Oui. Quand va-t-il être livré ?"),
        ("en", "Ok but where is my parcel"),
        ("en", "Yes, when will it be delivered?"),
        ("de", "Ok, aber wo ist mein Paket"),
        ("es", "Vale, pero no he recibido el paquete"),
        ("it", "Va bene, ma non ho ricevuto il pacco"),
    ],
)
def test_an_answer_that_goes_on_asking_is_a_question(language: str, text: str) -> None:
    assert told(text, language=language).topic == Topic.DELIVERY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le colis était ouvert, refermé avec du scotch Chronopost, et le pull a l'air porté"),
        ("de", "Das Paket von DHL war schon geöffnet und die Jacke sieht getragen aus"),
        ("es", "El paquete de Correos llegó abierto y parece usado"),
        ("it", "Il pacco del corriere era aperto e il maglione sembra usato"),
    ],
)
def test_a_parcel_that_came_opened_with_something_used_in_it_is_a_defect(language: str, text: str) -> None:
    assert told(text, language=language).topic == Topic.DEFECTIVE


def test_the_same_words_are_one_hint_however_many_phrases_have_them() -> None:
    assert told("Is it possible to ask for a form?", language="en").topic == Topic.OTHER


def test_other_has_no_reason_where_another_topic_is_said_as_loudly() -> None:
    reasons = told("Votre site et les modes de livraison", language="fr").reasons
    assert Sign.TOPIC not in {reason.sign for reason in reasons}


def test_a_question_that_ends_in_thanks_is_no_thanks() -> None:
    assert told("Où est mon colis ? Merci beaucoup et bonne journée").topic == Topic.DELIVERY


def test_every_answer_says_why() -> None:
    found = told("Toujours pas de réponse de votre part, mon colis n'est jamais arrivé, je vais porter plainte")
    assert found.chaser and found.anger and found.level == 2
    assert {Sign.LANGUAGE, Sign.TOPIC, Sign.LEVEL, Sign.CHASER, Sign.LEGAL} <= {one.sign for one in found.reasons}
    assert all(one.seen for one in found.reasons if one.sign in (Sign.TOPIC, Sign.CHASER, Sign.LEGAL))


@pytest.mark.parametrize(
    ("text", "is_withdrawal"),
    [
        ("Je souhaite me rétracter", True),
        ("J'ai changé d'avis, je souhaite vous renvoyer le sac", True),
        ("Je voudrais annuler ma commande", True),
        ("Vorrei annullare l'ordine", True),
        ("I would like to return this item", True),
        ("Annulez ma commande avant l'expédition svp", False),
        ("Vorrei annullare l'ordine prima della spedizione", False),
        ("Puis-je annuler ma commande ?", False),
        ("Je veux retourner l'article car il est cassé", False),
        ("How do I cancel an order?", False),
        ("Où en est mon retour ?", False),
    ],
)
def test_a_plain_wish_to_cancel_or_return_is_a_withdrawal_a_question_or_a_defect_is_none(
    text: str, is_withdrawal: bool
) -> None:
    assert told(text).withdrawal is is_withdrawal


def test_capitals_with_exclamation_marks_are_anger() -> None:
    assert told("JE VEUX QU'ON ME RÉPONDE TOUT DE SUITE !!!").anger
    assert not told("Je veux qu'on me réponde tout de suite !!!").anger


def test_a_bare_thank_you_is_one_and_a_thank_you_with_a_question_is_not() -> None:
    assert told("Merci, bonne journée").thanks
    assert not told("Merci. Et la facture ?").thanks


def test_the_language_known_before_counts_where_the_text_is_too_short() -> None:
    found = told("ok", language="es")
    assert (found.language, found.reasons[0].sign) == ("es", Sign.LANGUAGE_BEFORE)
    assert told("ok").language == ""


@given(st.text(max_size=200))
def test_never_raises(text: str) -> None:
    assert told(text).topic in set(Topic)
