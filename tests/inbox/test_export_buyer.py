"""What is known of a buyer comes out whole, and nothing of anybody else with it."""

import json
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile

from connectors.models import Account
from inbox.erasure import export_buyer
from inbox.models import Buyer, User
from inbox.tickets import triage
from inbox.tickets.checklists import add_steps
from tests.make import NINE, make_account, make_buyer, make_claim, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def didier(account: Account, agent: User) -> Buyer:
    buyer = make_buyer(account=account, handle="didier_77", name="Didier Martin")
    ticket = make_ticket(account=account, buyer=buyer, order_id="1-2-3")
    message = make_message(ticket, body_text="Où est mon colis ?")
    file = message.attachments.create(name="../../etc/photo de l'écran.png", size=4)
    file.file.save("1", ContentFile(b"\x89PNG"))
    make_message(ticket, direction="out", body_text="Demain.", author="Camille Roy", user=agent)
    triage.add_note(ticket, body="Client fâché", by=agent, now=NINE)
    add_steps(ticket, ["Rappeler Didier"], by=agent, now=NINE)
    make_order(account=account, external_id="1-2-3", buyer_handle="didier_77", city="Lyon")
    make_claim(ticket)
    return buyer


def unpacked(buyer: Buyer) -> tuple[dict[str, Any], dict[str, bytes]]:
    with export_buyer(buyer) as file, zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(content.pop("buyer.json")), content


def test_the_export_holds_what_is_known(didier: Buyer) -> None:
    known, files = unpacked(didier)
    (ticket,) = known["tickets"]
    assert known["names"] == ["Didier Martin", "didier_77"]
    assert [message["text"] for message in ticket["messages"]] == ["Où est mon colis ?", "Demain.", "Client fâché"]
    assert (known["orders"][0]["city"], known["claims"][0]["kind"]) == ("Lyon", "a_to_z")
    assert ticket["steps"] == ["Rappeler Didier"]
    (place,) = files
    assert ticket["messages"][0]["files"] == [{"name": "../../etc/photo de l'écran.png", "file": place}]
    assert files[place] == b"\x89PNG"


def test_names_in_the_zip_are_no_paths(didier: Buyer) -> None:
    _, files = unpacked(didier)
    (place,) = files
    assert place.startswith("files/")
    assert ".." not in place
    assert place.count("/") == 1


def test_the_shops_people_are_not_named(didier: Buyer) -> None:
    known, _ = unpacked(didier)
    assert "Camille" not in json.dumps(known)


def test_nothing_of_other_buyers_is_in_it(didier: Buyer) -> None:
    other = make_ticket(account=didier.account, subject="Jeanne's parcel")
    make_message(other, body_text="C'est Jeanne.")
    make_ticket(account=make_account(), subject="another shop")
    known, _ = unpacked(didier)
    assert "Jeanne" not in json.dumps(known)
