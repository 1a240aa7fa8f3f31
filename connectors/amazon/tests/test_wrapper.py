"""The buyer's text out of the wrapping, and the links that may be trusted."""

from connectors.amazon.footer import footer_from
from connectors.amazon.tests.mails import message
from connectors.amazon.wrapper import without_small_print


def test_a_buyer_cannot_end_his_own_text_nor_plant_a_link() -> None:
    found = message("faked_end_inside")
    assert found.external_id == "m:AMSG0000000035"
    assert "AFAKE" in found.whole_text
    assert all("AFAKE" not in link and "evil" not in link for link in found.links.values())


def test_without_an_end_no_link_is_trusted() -> None:
    found = message("no_structure")
    assert found.links == {}
    assert found.text == "Bonjour, une question toute simple.\nMerci"


def test_links_are_kept_as_they_are() -> None:
    found = message("fr_question")
    assert found.links["no_response_needed"] == (
        "https://sellercentral.amazon.fr/messaging/no-response-needed?t=ATHR0000000001&m=AMSG0000000001"
        "&mp=A13V1IB3VIYZZH&c=AEXAMPLECUST01&h=0123456789abcdef0123456789abcdef01234567&s=1"
    )
    case = "00000001-aaaa-4bbb-8ccc-dddddddddddd"
    assert found.links["case"] == f"https://sellercentral.amazon.fr/messaging/inbox?fi=caseId&ss={case}&cc={case}"


def test_only_https_on_amazons_own_hosts_counts() -> None:
    path = "/messaging/no-response-needed?t=A1&m=A2"
    hosts = (
        "http://sellercentral.amazon.fr",
        "https://sellercentral.amazon.fr.evil.example",
        "https://sellercentral.amazon.fr@evil.example",
        "https://user@sellercentral.amazon.fr",
        "https://sellercentral.amazon.fr:8443",
        "https://evil-sellercentral.amazon.fr.example",
        "https://www.amazon.fr",
        "https://[broken",
    )
    assert footer_from(host + path for host in hosts).links == {}
    assert footer_from(["https://sellercentral-europe.amazon.com" + path]).message == "A2"


def test_the_whole_text_and_the_html_stay_at_hand() -> None:
    found = message("fr_question")
    assert "Vous avez reçu un message." in found.whole_text
    assert "<pre>" in found.html
    assert "script" not in found.html


def test_the_small_print_of_amazon_s_own_mails_is_left_out() -> None:
    told = "Un client souhaite renvoyer un article.\n\nCommande  403-1111111-0000080"
    small = "------------------\nCopyright 2026 Amazon, Inc. or its affiliates.\nKept for two years.\nSPC-EUAmazon-01"
    assert without_small_print(f"{told}\n\n{small}") == told
    assert without_small_print(f"{told}\n© 2026, Amazon.com\n") == told
    assert without_small_print(f"{told}\nSPC-EUAmazon-01") == told


def test_a_mail_about_copyright_or_of_small_print_alone_stays_whole() -> None:
    complaint = "Copyright infringement was reported for B0TESTAA01.\nPlease answer."
    assert without_small_print(complaint) == complaint
    assert without_small_print("SPC-EUAmazon-01") == "SPC-EUAmazon-01"
