"""Any bytes are explained, and read or set aside, without another error."""

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.amazon.connector import AmazonConnector
from connectors.amazon.reading import incoming_from
from connectors.amazon.tests.mails import FOLDER, RECEIVED
from connectors.incoming import IncomingConversation, IncomingIndicator, IncomingNothing
from connectors.mail.parse import read_mail

MAILS = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(MAILS), st.integers(0, 3000), st.integers(0, 400), st.binary(max_size=40))
def test_damaged_mails_are_read_all_the_same(raw: bytes, at: int, length: int, instead: bytes) -> None:
    mail = read_mail(raw[:at] + instead + raw[at + length :])
    assert AmazonConnector.explain(mail).kind
    found = incoming_from(mail, received_at=RECEIVED)
    assert not isinstance(found, IncomingNothing | IncomingConversation | IncomingIndicator)
    assert found.external_id
