"""The mailbox behind the channel: which folders, who signs in, and machines that do not stop."""

import pytest

from connectors.email.connector import EmailConnector
from connectors.email.floods import MOST_AN_HOUR
from connectors.email.folders import usual_folders
from connectors.email.simulator import EmailSimulator
from connectors.email.subjects import bare, of_reply
from connectors.email.tests.conftest import SELLER, mail, pulled
from connectors.errors import SignInAgain
from connectors.incoming import Direction, IncomingMessage
from connectors.simulation import BuyerWrites
from tests.connectors.tools import Clock, Store, make_tools


def test_check_finds_the_folder_of_sent_mails(connector: EmailConnector) -> None:
    assert connector.identity == {"folders": ["INBOX", "Sent"]}


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["INBOX", "Trash"], ("INBOX",)),
        (["INBOX", "[Gmail]/Messages envoyés"], ("INBOX", "[Gmail]/Messages envoyés")),
        (["INBOX", "INBOX.Archive.Sent", "INBOX.Sent"], ("INBOX", "INBOX.Sent")),
    ],
)
def test_the_usual_folders(names: list[str], folders: tuple[str, ...]) -> None:
    assert usual_folders(names) == folders


def test_a_chosen_folder_that_is_not_there_is_said(post: EmailSimulator, clock: Clock) -> None:
    credentials = dict(post.add_seller(SELLER))
    credentials["mailbox"] = {**credentials["mailbox"], "folders": ["INBOX", "Kunden"]}
    connector = EmailConnector(credentials=credentials, identity={}, tools=make_tools({}, now=clock))
    assert "Kunden" in connector.check().missing[0]


@pytest.mark.parametrize("group", ["mailbox", "smtp"])
def test_check_signs_in_to_both_servers(post: EmailSimulator, clock: Clock, group: str) -> None:
    credentials = dict(post.add_seller(SELLER))
    credentials[group] = {**credentials[group], "password": "wrong"}
    connector = EmailConnector(credentials=credentials, identity={}, tools=make_tools({}, now=clock))
    with pytest.raises(SignInAgain):
        connector.check()


def test_an_answer_from_the_shops_own_program_is_ours(store: Store, post: EmailSimulator, clock: Clock) -> None:
    question = post.buyer_writes(BuyerWrites(SELLER, "anais", "Où est ma lampe ?"))
    clock.forward(minutes=5)
    post.seller_writes(seller=SELLER, thread_id=question.thread_id, text="Elle part demain.")
    last = pulled(store)[-1]
    assert isinstance(last, IncomingMessage)
    assert (last.direction, last.text) == (Direction.OUT, "Elle part demain.")
    assert f"mid:{question.message_id}" in [key.name for key in last.thread_keys]


def test_a_machine_without_shame_is_known_by_the_number_of_its_mails(store: Store, post: EmailSimulator) -> None:
    address = post.address_of(SELLER)
    for number in range(MOST_AN_HOUR):
        post.post.deliver(address, mail(To=address, Message_ID=f"<{number}@people.example>"))
    first = pulled(store)
    post.post.deliver(address, mail(To=address, Message_ID="<more@people.example>"))
    post.post.deliver(address, mail(To=address, From="berta@people.example", Message_ID="<b@people.example>"))
    more, other = pulled(store)[-2:]
    assert not any(message.automatic for message in first if isinstance(message, IncomingMessage))
    assert isinstance(more, IncomingMessage) and more.automatic
    assert isinstance(other, IncomingMessage) and not other.automatic


def test_subjects_of_one_conversation_are_equal() -> None:
    subjects = ["Lampe cassée", "Re: Lampe cassée", "AW: RE[2]: LAMPE  cassée", "[EXTERNAL] Tr : Réf : Lampe cassée"]
    assert {bare(subject) for subject in subjects} == {"lampe cassée"}


def test_a_reply_says_re_once() -> None:
    assert (of_reply("Lampe"), of_reply("RE: Lampe"), of_reply("AW: Lampe")) == ("Re: Lampe", "RE: Lampe", "AW: Lampe")
