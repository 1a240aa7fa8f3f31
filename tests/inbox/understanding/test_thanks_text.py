"""What is a bare thank-you and what is more than that, as a pure function of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.understanding.thanks import asks_something, is_bare_thanks

BARE = """
Merci
merci bcp
👍 merci
Ok super merci :)
D'accord, merci !
Bonjour Camille, merci pour votre réponse rapide. Cordialement, Jeanne Dupont
Je vous remercie pour votre aide et votre rapidité
Un grand merci à toute l'équipe !
C'est noté, merci, bonne soirée
MERCI BEAUCOUP
Thanks!
Great, thanks for getting back to me
Thank you so much for your help, have a nice day
Vielen Dank für die schnelle Antwort
Alles klar, danke. Mit freundlichen Grüßen Max Müller
Danke schön 😊
Muchas gracias por su ayuda
Perfecto, gracias. Un saludo
Grazie mille per la risposta
Grazie, buona giornata
""".strip().splitlines()

MORE = """
Merci d'avance
Merci de me rembourser
Merci de votre retour
Merci pour une réponse rapide
Merci mais je veux un remboursement
Merci, et le colis ?
Merci pour le remboursement
Merci 😡
Non merci
Oui merci
Je n'ai toujours rien reçu, merci
J'attends votre réponse, merci
Merci, ma commande est la 4051
Merci, écrivez-moi à jeanne@exemple.test
Ok
Parfait
Bonne journée
Thanks for nothing
Thanks in advance
No thanks
Thanks but it is broken
Reply, thanks
Please answer, thank you
I would appreciate a quick answer, thanks
Danke im Voraus
Nein danke
Danke, aber es fehlt ein Teil
Danke für eine Antwort
Ja, danke
Gracias de antemano
Gracias pero no funciona
Sí, gracias
Grazie in anticipo
Grazie ma non funziona
No grazie
""".strip().splitlines()


@pytest.mark.parametrize("text", BARE)
def test_courtesy_alone_is_a_bare_thank_you(text: str) -> None:
    assert is_bare_thanks(text)


@pytest.mark.parametrize("text", MORE)
def test_anything_else_makes_it_more_than_that(text: str) -> None:
    assert not is_bare_thanks(text)


def test_the_names_of_buyer_and_shop_may_stand_in_it() -> None:
    assert is_bare_thanks("merci velo_shop, jeanne", names=["velo_shop", "Jeanne Dupont"])
    assert not is_bare_thanks("merci velo_shop, jeanne")


def test_a_long_row_of_courtesies_is_left_to_a_person() -> None:
    assert not is_bare_thanks("merci " * 16)


@given(st.sampled_from(BARE), st.sampled_from(["?", " 3", " mais", " but", " aber", " pero", " ma", " pas", " not"]))
def test_a_question_a_number_a_refusal_or_a_contrast_is_never_in_it(text: str, more: str) -> None:
    assert not is_bare_thanks(text + more)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    is_bare_thanks(text, names=[text])


def test_an_address_with_a_question_mark_asks_nothing() -> None:
    assert not asks_something("Suivi : https://suivi.test/?n=12")
    assert asks_something("Souhaitez-vous un échange ?")
