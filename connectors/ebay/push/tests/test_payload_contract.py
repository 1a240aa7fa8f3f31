"""What is pushed about persons, as the simulator writes it and as we read it, held against eBay's own contract."""

from typing import Any

import jsonschema
import pytest
import yaml

from connectors.ebay.push.read import read_note
from connectors.ebay.simulator.push.payloads import mocked
from connectors.ebay.simulator.push.sender import Parcel
from connectors.ebay.tests.ebay_contracts import SPECS
from tests.make import NINE

FOLDER = SPECS / "asyncapi"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="eBay's contracts are not beside the repository")

HELD = ("MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION")


def payload_schema(topic: str) -> dict[str, Any]:
    """The schema of a whole push, with everything it refers to."""
    contract = yaml.safe_load((FOLDER / f"{topic.lower()}.yaml").read_text())
    payload: dict[str, Any] = contract["components"]["messages"]["message"]["payload"]
    return {**payload, "components": contract["components"]}


def test_every_contract_of_a_push_is_held_or_named() -> None:
    named = {"priority_listing_revision"}  # a topic that is not subscribed to
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {topic.lower() for topic in HELD} | named


@pytest.mark.parametrize("topic", HELD)
def test_a_push_about_a_person_keeps_to_the_contract_and_is_read(topic: str) -> None:
    parcel = Parcel(0.0, 1, "destination", topic, mocked(topic, NINE), "a_b", NINE)
    body = parcel.body(NINE)
    content = yaml.safe_load(body)
    schema = payload_schema(topic)
    jsonschema.validate(content, schema)
    schemas = schema["components"]["schemas"]
    of_data = schemas["Notification"]["properties"]["data"]["$ref"].rpartition("/")[2]
    assert set(content["notification"]["data"]) <= set(schemas[of_data]["properties"])
    note = read_note(body)
    assert (note.topic, note.notification_id) == (topic, "a_b")
    assert "mocked_user" in {*note.forgotten, *note.sellers}
