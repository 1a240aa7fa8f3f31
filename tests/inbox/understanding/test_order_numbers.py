"""Order numbers in a text: rather none than a wrong one."""

import pytest

from inbox.understanding.order_numbers import order_numbers

GROUPED = (r"[0-9]{3}-[0-9]{7}-[0-9]{7}",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Commande n° 483920, toujours rien", ("483920",)),
        ("ma commande 7751 svp", ("7751",)),
        ("où en est la commande numéro : 10482233 et la commande #10482234 ?", ("10482233", "10482234")),
        ("551204 numéro de commande", ("551204",)),
        ("551204 où en est la livraison ?", ("551204",)),
        ("Order no. AB-20391-77 has not arrived", ("AB-20391-77",)),
        ("Bestellung Nr. 88123 ist nicht da", ("88123",)),
    ],
)
def test_a_number_beside_the_word_or_by_itself_is_found(text: str, found: tuple[str, ...]) -> None:
    assert order_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Ma commande du 12/11/2026 n'est pas arrivée",
        "Appelez-moi au 0612345678 pour la livraison",
        "J'ai commandé pour 1250 € et rien reçu",
        "numéro de suivi 993847261, colis bloqué",
        "livraison au code postal 75011 ou 750118",
        "ma commande de 2025",
        "une commande de 1500 ml",
        "la référence 483920 est-elle livrée en 3 jours ?",
        "deliver to pin code 560034 please",
    ],
)
def test_telephones_dates_prices_sizes_and_other_numbers_are_none(text: str) -> None:
    assert order_numbers(text) == ()


def test_where_the_marketplace_has_a_form_a_number_by_itself_is_none() -> None:
    assert order_numbers("404-1234567-7654321 est en retard, 551204 aussi", forms=GROUPED) == ("404-1234567-7654321",)
    assert order_numbers("1404-1234567-7654321", forms=GROUPED) == ()
