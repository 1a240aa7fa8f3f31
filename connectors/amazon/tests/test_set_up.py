"""What the set-up page can check, and what it says it cannot."""

from typing import Any

from connectors.abilities import CheckResult, SetUpCheck
from connectors.amazon.connector import AmazonConnector
from connectors.amazon.set_up import SetUp
from connectors.amazon.tests.conftest import OTHER, SHOP
from connectors.amazon.tests.mails import raw_mail
from connectors.collaborators import Tools
from connectors.incoming import IncomingNothing
from connectors.mail.simulation import MailPost
from tests.connectors.tools import Store


def checks(credentials: dict[str, Any], tools: Tools) -> dict[str, SetUpCheck]:
    found = SetUp(credentials, tools=tools, sleep=lambda seconds: None).checks()
    return {check.title: check for check in found}


def test_all_that_can_be_checked_is_fine_and_the_rest_is_said_to_be_unknown(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    post.deliver(SHOP, raw_mail("fr_question"))
    assert {title: check.result for title, check in checks(credentials, tools).items()} == {
        "Reading the mailbox": CheckResult.FINE,
        "Signing in to send": CheckResult.FINE,
        "Sending a test mail": CheckResult.FINE,
        "One address for both ways": CheckResult.FINE,
        "Mails from Amazon": CheckResult.FINE,
        "The application": CheckResult.UNKNOWN,
        "Settings in Seller Central": CheckResult.UNKNOWN,
    }


def test_the_test_mail_goes_only_to_the_shop_itself(credentials: dict[str, Any], tools: Tools, post: MailPost) -> None:
    recipients: list[str] = []
    post.on_mail = lambda sender, to, raw: recipients.extend(to)
    checks(credentials, tools)
    assert recipients == [SHOP]


def test_the_test_mail_is_shown_to_nobody_later(credentials: dict[str, Any], tools: Tools) -> None:
    store = Store(AmazonConnector(credentials=credentials, identity={}, tools=tools))
    checks(credentials, tools)
    store.pull()
    assert store.items() == [IncomingNothing()]


def test_a_test_mail_that_does_not_arrive_proves_nothing(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    elsewhere = {**credentials, "mailbox": {**credentials["mailbox"], "folders": ["Amazon"]}}
    post.add_mailbox(SHOP, "secret", folders=("INBOX", "Amazon"))
    assert checks(elsewhere, tools)["Sending a test mail"].result is CheckResult.UNKNOWN


def test_a_wrong_password_is_told_and_nothing_is_sent(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    sent: list[str] = []
    post.on_mail = lambda sender, to, raw: sent.extend(to)
    found = checks({**credentials, "mailbox": {**credentials["mailbox"], "password": "wrong"}}, tools)
    assert found["Reading the mailbox"].result is CheckResult.WRONG
    assert found["Sending a test mail"].text == "Not tried, since signing in failed."
    assert sent == []


def test_a_sender_of_another_domain_is_wrong_and_one_beside_it_to_be_looked_at(
    credentials: dict[str, Any], tools: Tools
) -> None:
    title = "One address for both ways"
    assert checks({**credentials, "sender": "noreply@vendor.example"}, tools)[title].result is CheckResult.WRONG
    assert checks({**credentials, "sender": OTHER}, tools)[title].result is CheckResult.UNKNOWN


def test_that_amazon_has_not_written_yet_is_no_error(credentials: dict[str, Any], tools: Tools) -> None:
    assert checks(credentials, tools)["Mails from Amazon"].result is CheckResult.UNKNOWN
