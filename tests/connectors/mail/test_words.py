"""The writer's own words: quoted history, signatures and what phones add are cut, his words never are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail.words import own_words

OWN = "Bonjour,\n\nMa lampe n'est pas arrivée. Que faire ?\n\nMerci"
HISTORY = "Bonjour, elle est partie lundi.\nCordialement"
QUOTED = "> Bonjour, elle est partie lundi.\n> Cordialement"

INTROS = [
    "Le ven. 20 nov. 2026 à 11:02, La Boutique <b@shop.example> a écrit :",
    "Am Fr., 20. Nov. 2026 um 11:02 Uhr schrieb Der Laden <l@shop.example>:",
    "Der Laden <l@shop.example> schrieb am Fr., 20. Nov. 2026 um 11:02 Uhr:",
    "Il giorno ven 20 nov 2026 alle ore 11:02 Negozio <n@shop.example> ha scritto:",
    "El vie, 20 nov 2026 a las 11:02, Tienda (<t@shop.example>) escribió:",
    "On Fri, Nov 20, 2026 at 11:02 AM The Shop <s@shop.example> wrote:",
    "Op vr 20 nov. 2026 om 11:02 schreef De Winkel <w@shop.example>:",
    "Em sex., 20 de nov. de 2026 às 11:02, Loja <l@shop.example> escreveu:",
    "W dniu 20.11.2026 o 11:02, Sklep pisze:",
    "2026-11-20 11:02 GMT+01:00 The Shop <s@shop.example>:",
]
BLOCKS = [
    "De : Boutique <b@shop.example>\nEnvoyé : vendredi 20 novembre 2026 11:02\nÀ : Anaïs\nObjet : RE: Lampe",
    "Von: Laden <l@shop.example>\nGesendet: Freitag, 20. November 2026 11:02\nAn: Max\nBetreff: AW: Lampe",
    "Da: Negozio <n@shop.example>\nInviato: venerdì 20 novembre 2026 11:02\nA: Ugo\nOggetto: R: Lampada",
    "De: Tienda <t@shop.example>\nEnviado: viernes, 20 de noviembre de 2026 11:02\nPara: Ana\nAsunto: RE: Lámpara",
    "Van: Winkel <w@shop.example>\nVerzonden: vrijdag 20 november 2026 11:02\nAan: Jan\nOnderwerp: RE: Lamp",
    "De: Loja <l@shop.example>\nEnviada em: sexta-feira, 20 de novembro de 2026 11:02\nPara: Rui\nAssunto: RES: Luz",
    "Od: Sklep <s@shop.example>\nWysłano: piątek, 20 listopada 2026 11:02\nDo: Jan\nTemat: ODP: Lampa",
    "*From:* Shop <s@shop.example>\n*Sent:* Friday, November 20, 2026\n*To:* Ann\n*Subject:* RE: Lamp",
]
MARKERS = [
    "-----Original Message-----",
    "-----Message d'origine-----",
    "-------- Ursprüngliche Nachricht --------",
    "---------- Forwarded message ---------",
    "Début du message transféré :",
    "-----Mensaje original-----",
    "##- Please type your reply above this line -##",
]
APP_LINES = [
    "Envoyé de mon iPhone",
    "Envoyé depuis mon smartphone Samsung Galaxy.",
    "Télécharger Outlook pour Android<https://aka.ms/example>",
    "Sent from my Galaxy",
    "Get Outlook for iOS",
    "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App",
    "Inviato da iPhone",
    "Enviado desde mi iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Enviado do meu iPhone",
    "Wysłane z iPhone'a",
]
NOT_ADDED_BY_AN_APP = [
    "Sent by DHL on Monday, still nothing.",
    "Sent from my desk in a hurry, the phone does not ring any more.",
    "Envoyé de Lyon le 3 mai, jamais reçu.",
    "From my point of view the phone is broken.",
    "Am 12.05.2026 habe ich bestellt.",
    "Le 12/05/2026 j'ai commandé une lampe à 19:30.",
    "Mein Handy wurde nicht gesendet",
    "Vous m'avez écrit : livraison le 12/05/2026",
    "Date: 12/05/2026",
    "- une lampe",
]


@pytest.mark.parametrize("intro", INTROS)
@pytest.mark.parametrize("history", [QUOTED, HISTORY])
def test_an_answered_mail_is_cut(intro: str, history: str) -> None:
    words = own_words(f"{OWN}\n\n{intro}\n\n{history}")
    assert words.own == OWN
    assert words.quoted.endswith(history.splitlines()[-1])


@pytest.mark.parametrize("intro", INTROS)
def test_an_intro_may_be_wrapped_anywhere(intro: str) -> None:
    middle = intro.index(" ", 45) if " " in intro[45:] else intro.rindex(" ")
    wrapped = f"{intro[:middle]}\n{intro[middle + 1 :]}"
    assert own_words(f"{OWN}\n\n{wrapped}\n{QUOTED}").own == OWN


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("line", ["", "________________________________\n"])
def test_copied_headers_end_the_words(block: str, line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}{block}\n\n{HISTORY}").own == OWN


@pytest.mark.parametrize("marker", MARKERS)
def test_a_line_that_announces_an_earlier_mail_ends_the_words(marker: str) -> None:
    assert own_words(f"{OWN}\n\n{marker}\n{HISTORY}").own == OWN


@pytest.mark.parametrize("line", APP_LINES)
def test_what_a_phone_or_app_adds_is_no_word_of_the_buyer(line: str) -> None:
    words = own_words(f"{OWN}\n\n{line}\n")
    assert (words.own, words.signature) == (OWN, line)


@pytest.mark.parametrize("line", NOT_ADDED_BY_AN_APP)
def test_what_only_looks_like_it_stays(line: str) -> None:
    text = f"Bonjour,\n\n{line}\n\nQuand vient-elle ?"
    assert own_words(text).own == text


def test_a_signature_below_its_sign_is_cut() -> None:
    words = own_words(f"{OWN}\n-- \nAnaïs Exemple\n01 23 45 67 89")
    assert (words.own, words.signature) == (OWN, "--\nAnaïs Exemple\n01 23 45 67 89")


def test_a_name_below_the_farewell_is_still_part_of_the_letter() -> None:
    text = "Wo bleibt sie?\n\nMit freundlichen Grüßen\nMax Beispiel"
    assert own_words(text).own == text


def test_a_card_below_the_farewell_is_a_signature() -> None:
    text = "Wo bleibt sie?\n\nMit freundlichen Grüßen\nMax Beispiel\nBeispiel GmbH"
    assert own_words(text).own == "Wo bleibt sie?"


def test_an_address_that_the_writer_announces_is_not_a_signature() -> None:
    text = "Écrivez-moi désormais ici :\n\nAnaïs\nanais@people.example\nwww.people.example"
    assert own_words(text).own == text


def test_answers_between_the_quotes_are_kept_with_what_they_answer() -> None:
    text = (
        "Voir mes réponses.\n\nLe 20/11/2026 à 11:02, La Boutique a écrit :\n"
        "> Quelle couleur ?\nBleu.\n> Quelle taille ?\nGrande.\n> Merci"
    )
    assert own_words(text).own == "Voir mes réponses.\n\n> Quelle couleur ?\nBleu.\n> Quelle taille ?\nGrande."


def test_an_answer_below_the_whole_quote_stands_alone() -> None:
    text = "On 20/11/2026 11:02, The Shop wrote:\n> Which colour?\n> Which size?\n\nBlue, large."
    assert own_words(text).own == "Blue, large."


def test_a_question_below_the_quote_is_kept() -> None:
    text = f"Danke.\n\nAm 20.11.2026 um 11:02 schrieb Laden:\n{QUOTED}\n\nUnd wann kommt die Rechnung?"
    assert own_words(text).own.endswith("Und wann kommt die Rechnung?")


def test_a_passage_the_writer_cites_himself_is_kept() -> None:
    text = "> Livraison sous 48 h\n\nC'est ce que dit votre site. Et alors ?"
    assert own_words(text).own == text


def test_a_mail_that_is_only_forwarded_keeps_its_text() -> None:
    text = "---------- Forwarded message ---------\nFrom: Ann <a@people.example>\nDate: Fri\nSubject: Lamp\n\nBroken."
    assert own_words(text).own == "Broken."


@pytest.mark.parametrize("text", ["> only a quote", "Envoyé de mon iPhone", "-----Original Message-----"])
def test_a_text_that_is_all_quote_or_signature_is_kept_whole(text: str) -> None:
    assert own_words(text).own == text.rstrip()


def test_nothing_is_made_of_nothing() -> None:
    assert own_words("  \n\n ").own == ""


def test_quotes_that_only_the_html_marks_are_cut() -> None:
    text = "Voici la photo.\n\nBonjour, envoyez-nous une photo."
    html = '<p>Voici la photo.</p><blockquote type="cite"><p>Bonjour, envoyez-nous une photo.</p></blockquote>'
    words = own_words(text, html=html)
    assert words.own == "Voici la photo."
    assert "envoyez-nous" in words.quoted


@pytest.mark.parametrize(
    "history",
    [
        '<div id="appendonsend"></div><div>Wir antworten.</div>',
        '<div id="divRplyFwdMsg">Laden</div><div>Wir antworten.</div>',
        '<div class="yahoo_quoted"><div>Wir antworten.</div></div>',
        '<div class="gmail_quote">Am 20.11.2026 um 11:02 schrieb Laden:<blockquote>Wir antworten.</blockquote></div>',
        '<div class="moz-cite-prefix">Am 20.11.2026 11:02 schrieb Laden:</div><blockquote>Wir antworten.</blockquote>',
    ],
)
def test_the_elements_of_mail_programs_hold_earlier_mails(history: str) -> None:
    text = "Wann kommt sie?\n\nLaden Am 20.11.2026 um 11:02 schrieb Laden:\nWir antworten."
    assert own_words(text, html=f"<div>Wann kommt sie?</div>{history}").own == "Wann kommt sie?"


def test_html_that_says_something_else_than_the_text_is_not_believed() -> None:
    assert own_words("Wo ist sie?", html="<p>Kaufen Sie</p><blockquote>mehr</blockquote>").own == "Wo ist sie?"


def test_words_beyond_what_is_looked_at_are_not_lost() -> None:
    text = "Une longue plainte.\n" * 10_000
    assert own_words(text).own == text.rstrip()


PIECES = st.sampled_from(
    [*INTROS, *BLOCKS, *MARKERS, *APP_LINES, QUOTED, "", "-- ", "-----", "Ma lampe ?", "Mit freundlichen Grüßen", ">"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=25), st.text(max_size=200))
def test_never_raises_and_own_words_are_in_the_text(pieces: list[str], html: str) -> None:
    text = "\n".join(pieces)
    words = own_words(text, html=html)
    left = iter(re.findall(r"\w+", text))
    assert all(word in left for word in re.findall(r"\w+", words.own))
    assert bool(words.own.strip()) == bool(text.strip())


def test_a_text_parted_by_several_lines_is_no_signature() -> None:
    parted = "Two things:\n---\nThe lamp is broken.\n---\nThe bulb is missing."
    assert own_words(parted).own == parted
    assert own_words("The lamp is broken.\n---\nMax Muster\nBerlin").own == "The lamp is broken."
