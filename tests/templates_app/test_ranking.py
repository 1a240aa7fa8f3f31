"""Which template is proposed first, and why."""

from dataclasses import replace

from templates_app.library.reading import library
from templates_app.ranking import Proposal, Reason, Situation, rank
from templates_app.shelf import Candidate, Shelf, plain

PARCEL = Candidate(1, "Parcel", "delivery", (), (), ("fr", "en"), "parcel it is on its way")
USES = {5: 3}
ASKED = Situation("delivery", "fr", "ebay", "message", "Where is my parcel?")


def ranked(*candidates: Candidate, at: Situation = ASKED) -> list[Proposal]:
    return rank(Shelf(candidates), at, uses=USES, at_most=9)


def first(*candidates: Candidate, at: Situation = ASKED) -> int:
    return ranked(*candidates, at=at)[0].id


def test_each_sign_speaks_for_a_template_and_is_told() -> None:
    other = replace(PARCEL, id=2, topic="invoice", languages=("en",), words="invoice")
    assert first(other, PARCEL) == 1
    assert ranked(PARCEL, other)[0].reasons == (Reason.TOPIC, Reason.SIMILAR, Reason.LANGUAGE)
    assert first(PARCEL, replace(PARCEL, id=2, marketplaces=("ebay",))) == 2
    assert first(PARCEL, replace(PARCEL, id=2, kinds=("message",))) == 2
    assert first(PARCEL, replace(PARCEL, id=5)) == 5
    assert first(PARCEL, replace(PARCEL, id=2, words="where is it")) == 1


def test_what_is_for_elsewhere_is_not_proposed() -> None:
    assert ranked(replace(PARCEL, marketplaces=("mirakl",)), replace(PARCEL, kinds=("claim",))) == []


def test_a_near_topic_comes_before_a_far_one() -> None:
    returns, invoice = replace(PARCEL, id=2, topic="returns"), replace(PARCEL, id=3, topic="invoice")
    assert [one.id for one in ranked(invoice, returns, at=replace(ASKED, topic="withdrawal"))] == [2, 3]


def test_what_is_typed_finds_names_with_mistakes_and_words_of_the_text() -> None:
    refund = replace(PARCEL, id=2, name="Remboursement", words=plain("Remboursement après le retour"))
    for typed in ("rembours", "remboursment", "retour"):
        assert [one.id for one in ranked(PARCEL, refund, at=replace(ASKED, typed=typed))] == [2]
    assert ranked(PARCEL, refund, at=replace(ASKED, typed="zzzz")) == []


def test_rare_words_say_more_than_common_ones() -> None:
    both = [replace(PARCEL, id=n, words=f"bonjour votre {word}") for n, word in enumerate(("facture", "colis"), 1)]
    assert first(*both, at=replace(ASKED, text="Bonjour, où est votre facture ?")) == 1
    assert first(*both, at=replace(ASKED, text="Bonjour, où est votre colis ?")) == 2


def test_the_library_answers_what_buyers_ask_most() -> None:
    names = {number: one.code for number, one in enumerate(library())}
    candidates = [
        Candidate(
            number,
            one.names["fr"],
            one.topic,
            (),
            one.kinds,
            tuple(one.bodies),
            plain(f"{one.names['fr']} {one.bodies['fr']}"),
        )
        for number, one in enumerate(library())
    ]

    def found(topic: str, text: str) -> list[str]:
        at = Situation(topic, "fr", "ebay", "message", text)
        return [names[one.id] for one in rank(Shelf(candidates), at, uses={}, at_most=3)]

    assert "delivery-on-its-way" in found("delivery", "Bonjour, avez-vous le numéro de suivi de mon colis ?")
    assert "invoice-attached" in found("invoice", "Bonjour, il me faut la facture svp")
    assert "withdrawal-received" in found("withdrawal", "Je souhaite me rétracter de ma commande")
    assert "wrong-item-apology" in found("wrong_item", "J'ai reçu un autre article que celui de la commande")
    assert "guarantee-how" in found("guarantee", "La garantie légale s'applique-t-elle à ce défaut ?")
