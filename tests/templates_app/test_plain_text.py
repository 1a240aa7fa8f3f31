"""What is kept of a macro's HTML."""

from templates_app.exchange.plain_text import plain_text


def test_a_link_keeps_where_it_leads() -> None:
    html = '<p>Votre colis est parti.</p><p><a href="https://suivi.example/1">Suivre</a> le colis</p>'
    assert plain_text(html) == "Votre colis est parti.\n\nSuivre (https://suivi.example/1) le colis"


def test_a_link_whose_words_are_its_address_stands_once() -> None:
    assert plain_text('<a href="https://suivi.example/1">https://suivi.example/1</a>') == "https://suivi.example/1"


def test_a_script_of_a_link_is_left_out() -> None:
    assert plain_text('<a href="javascript:alert(1)">Ici</a>') == "Ici"
