"""The policy check as a function: places, facts, levels, packs, and texts made to hurt it."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.policy import AttachedFile, Finding, Level, ReplyFacts, check, pack_for
from connectors.policy.checking import LONGEST
from connectors.registry import HERE, connectors

EBAY = pack_for("ebay")
AMAZON = pack_for("amazon")
MAIL = pack_for("email")
HINTS = ("long_sentence", "jargon", "no_greeting", "shouting")


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in found]


def test_a_finding_says_where_why_and_who_says_so() -> None:
    text = "Bonjour, appelez le 06 12 34 56 78."
    (found,) = check(text, pack=EBAY)
    assert text[found.start : found.end] == "06 12 34 56 78"
    assert (found.rule, found.level) == ("phone", Level.BLOCK)
    assert "téléphone" in found.reason("fr")
    assert "telephone" in found.reason("en")
    assert found.reason("nl") == found.reason("en")
    assert found.source
    assert found.read_on.year == 2026


def test_places_are_those_of_the_text_as_written_whatever_hides_in_it() -> None:
    text = "É𝐜𝐫𝐢𝐯𝐞𝐳 à jean\u200b.dupont@ｇｍａｉｌ.com merci"
    (found,) = [one for one in check(text, pack=EBAY) if one.rule == "email"]
    assert text[found.start : found.end] == "jean\u200b.dupont@ｇｍａｉｌ.com"


def test_digits_in_disguise_are_digits() -> None:
    for text in ("appelez le ０６ １２ ３４ ５６ ７８", "0️⃣6️⃣ 1️⃣2️⃣ 3️⃣4️⃣ 5️⃣6️⃣ 7️⃣8️⃣", "⓪⑥ ①② ③④ ⑤⑥ ⑦⑧"):
        assert "phone" in rules(check(text, pack=EBAY)), text


def test_a_look_alike_of_an_allowed_host_is_not_that_host() -> None:
    assert check("Voir https://www.ebay.fr/rtn", pack=EBAY) == ()
    assert rules(check("Voir https://www.еbay.fr/rtn", pack=EBAY)) == ["link"]  # the first letter is Cyrillic


def test_known_numbers_are_no_telephone_numbers() -> None:
    text = "Votre numéro 0612345678 est confirmé."
    assert rules(check(text, pack=EBAY)) == ["phone"]
    assert check(text, pack=EBAY, facts=ReplyFacts(own_numbers=("0612345678",))) == ()


def test_a_shop_may_allow_hosts_of_its_own() -> None:
    text = "La notice est sur https://notices.example.org/x"
    assert rules(check(text, pack=EBAY)) == ["link"]
    assert check(text, pack=EBAY, facts=ReplyFacts(allowed_hosts=("example.org",))) == ()


def test_the_buyers_own_data_are_not_repeated() -> None:
    facts = ReplyFacts(buyer_data=("12 rue des Lilas",), buyer_names=("Jeanne Martin",))
    assert rules(check("Bonjour Jeanne, livraison au 12 RUE DES LILAS demain.", pack=EBAY, facts=facts)) == [
        "personal_data"
    ]


def test_a_reply_that_is_too_long_is_told_as_the_marketplace_counts() -> None:
    (found,) = [one for one in check("mot " * 600, pack=EBAY) if one.rule == "length"]
    assert found.level == Level.BLOCK
    assert "2000" in found.reason("fr")
    assert "2399" in found.reason("en")


def test_files_the_marketplace_will_not_take_are_told() -> None:
    facts = ReplyFacts(files=(AttachedFile("notice.zip", 10),))
    assert rules(check("Voici la notice.", pack=AMAZON, facts=facts)) == ["attachment"]
    assert check("Voici la notice.", pack=AMAZON, facts=ReplyFacts(files=(AttachedFile("notice.PDF", 10),))) == ()


def test_an_acknowledgement_may_say_that_the_answer_follows() -> None:
    text = "Nous avons bien reçu votre message et reviendrons vers vous demain."
    assert rules(check(text, pack=AMAZON)) == ["automatic"]
    assert check(text, pack=AMAZON, facts=ReplyFacts(acknowledges=True)) == ()


def test_another_language_is_told_of_whole_sentences_only() -> None:
    german = "Guten Tag, Ihr Paket hat unser Lager heute Morgen verlassen und kommt morgen."
    assert rules(check(german, pack=AMAZON, facts=ReplyFacts(language="fr"))) == ["language"]
    assert check("Vielen Dank!", pack=AMAZON, facts=ReplyFacts(language="fr")) == ()
    assert check(f"Bonjour, voici aussi la version allemande de notre réponse. {german}", pack=AMAZON,
                 facts=ReplyFacts(language="fr")) == ()  # fmt: skip


def test_a_greeting_by_name_is_a_hint_and_never_stops() -> None:
    text = "Votre colis est parti ce matin, il arrivera demain avant midi chez vous."
    (found,) = check(text, pack=EBAY, facts=ReplyFacts(buyer_names=("Jeanne Martin",)))
    assert (found.rule, found.level, found.start, found.end) == ("no_greeting", Level.NOTE, 0, 0)
    assert check(f"Bonjour Mme Martin, {text}", pack=EBAY, facts=ReplyFacts(buyer_names=("Jeanne Martin",))) == ()


def test_plain_mail_may_hold_the_shops_own_addresses() -> None:
    assert check("Appelez le 04 78 00 11 22 ou écrivez à sav@boutique-exemple.fr.", pack=MAIL) == ()


def test_letters_with_gaps_are_read_as_the_word() -> None:
    assert rules(check("écrivez-moi sur w.h.a.t.s.a.p.p", pack=EBAY)) == ["handle"]


@pytest.mark.parametrize("slug", connectors())
def test_every_marketplace_has_a_pack_and_reasons_in_both_languages(slug: str) -> None:
    pack = pack_for(slug)
    assert all(rule.reasons["fr"] != rule.reasons["en"] for rule in pack.rules.values())
    assert all(rule.source and rule.read_on for rule in pack.rules.values())
    assert all(pack.rules[rule].level in (Level.NOTE, Level.OFF) for rule in HINTS)


@pytest.mark.parametrize("slug", connectors())
def test_every_folder_says_who_forbids_what_and_when_that_was_read(slug: str) -> None:
    own = tomllib.loads((HERE / slug / "policy.toml").read_text("utf-8"))["rules"]
    assert {rule for rule in pack_for(slug).rules if rule not in HINTS} <= set(own)
    assert all(about["source"] and about["read"] for about in own.values())


@given(st.text(max_size=400))
def test_any_text_has_findings_inside_it(text: str) -> None:
    for finding in check(text, pack=EBAY, facts=ReplyFacts(language="fr", buyer_names=("Jeanne",))):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert "{" not in finding.reason("fr").replace(text, "")


HOSTILE = [
    "a@", "a.", "0 ", "1.", "06 12 34 5 ", "laissez avis positif ", "<a ", "point ", "a arobase ", "at ", "http://",
    "zero six douze ", "(", "a b c d e ", "quatre vingt ", "x@x. ", "fr76 3000 ", "www. ", "1 234 ", "a-", "[url=",
    "&aaaaaaa", "1 234 567,89 ", "é", "\n", "https://a@", "wa.me/", "a" * 99 + "!@",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_made_to_hurt_is_answered(piece: str) -> None:
    """What it costs is measured by `bench policy`."""
    text = (piece * LONGEST)[: LONGEST + 500]
    assert all(finding.end <= len(text) for finding in check(text, pack=EBAY))
