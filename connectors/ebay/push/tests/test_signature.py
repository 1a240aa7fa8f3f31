"""eBay's own test vectors pass, tampered ones and everything else fail."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from connectors.ebay.push.challenge import challenge_response
from connectors.ebay.push.signature import key_from, signature_from
from connectors.ebay.push.tests.signing import KEY_ID, header, key_answer, new_key
from connectors.ebay.tests.ebay_contracts import FOLDER
from connectors.errors import UnexpectedAnswer
from connectors.push import ForgedPush

VECTORS = FOLDER / "samples" / "notification-signature"
BODY = '{"metadata":{"topic":"NEW_MESSAGE"},"text":"Où est mon colis ?"}'.encode()


def vectors(name: str) -> Any:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    return json.loads(path.read_text())


def compact(message: Any) -> bytes:
    """As eBay's SDKs serialise it, which is what is signed."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def holds(body: bytes, headers: dict[str, str], answer: Any) -> bool:
    try:
        key_from(answer).check(body, signature_from(headers))
    except ForgedPush:
        return False
    return True


def test_ebays_valid_vector_holds() -> None:
    vector = vectors("nodejs_test_vectors.json")["VALID"]
    assert holds(compact(vector["message"]), {"x-ebay-signature": vector["signature"]}, vector["response"])


@pytest.mark.parametrize("name", ["INVALID", "SIGNATURE_MISMATCH"])
def test_ebays_other_vectors_do_not(name: str) -> None:
    vector = vectors("nodejs_test_vectors.json")[name]
    assert not holds(compact(vector["message"]), {"x-ebay-signature": vector["signature"]}, vector["response"])


@pytest.mark.parametrize(("message", "expected"), [("java_message.json", True), ("java_tampered_message.json", False)])
def test_the_vectors_of_ebays_other_kit_agree(message: str, expected: bool) -> None:
    signature = vectors("nodejs_test_vectors.json")["VALID"]["signature"]
    answer = vectors("java_public_key_response.json")
    assert holds(compact(vectors(message)), {"x-ebay-signature": signature}, answer) is expected


def test_a_pretty_printed_copy_of_a_signed_message_does_not_hold() -> None:
    vector = vectors("nodejs_test_vectors.json")["VALID"]
    pretty = json.dumps(vector["message"], indent=2).encode()
    assert not holds(pretty, {"x-ebay-signature": vector["signature"]}, vector["response"])


def test_ebays_challenges_are_answered() -> None:
    for vector in vectors("challenge_vectors.json"):
        answer = challenge_response(
            vector["challengeCode"], token=vector["verificationToken"], endpoint=vector["endpoint"]
        )
        assert answer == vector["challengeResponse"]


@pytest.mark.parametrize("digest", ["SHA1", "SHA256"])
def test_both_digests_hold_when_the_key_names_them(digest: str) -> None:
    key = new_key()
    assert holds(BODY, header(key, BODY, digest=digest), key_answer(key, digest=digest))


def test_the_keys_digest_counts_and_not_the_headers() -> None:
    key = new_key()
    assert not holds(BODY, header(key, BODY, digest="SHA256"), key_answer(key, digest="SHA1"))
    assert holds(BODY, header(key, BODY) | header(key, BODY, digest="SHA1"), key_answer(key))


@pytest.mark.parametrize("changed", [BODY + b" ", BODY[:-1], BODY.replace(b"colis", b"Colis"), b"", BODY * 2])
def test_any_other_body_fails(changed: bytes) -> None:
    key = new_key()
    assert not holds(changed, header(key, BODY), key_answer(key))


def test_a_signature_of_another_key_fails() -> None:
    assert not holds(BODY, header(new_key(), BODY), key_answer(new_key()))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        key_answer(new_key(), digest="MD5"),
        key_answer(new_key(), digest="SHA512"),
        key_answer(new_key(), algorithm="RSA"),
        key_answer(ec.generate_private_key(ec.SECP384R1())),
        key_answer(rsa.generate_private_key(65537, 2048)),
        {"key": "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----", "algorithm": "ECDSA", "digest": "SHA1"},
        {"key": "é", "algorithm": "ECDSA", "digest": "SHA1"},
        {"key": None, "algorithm": "ECDSA", "digest": ["SHA1"]},
    ],
)
def test_any_other_key_is_refused(answer: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        key_from(answer)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "no base64!",
        base64.b64encode(b"no json").decode(),
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"kid": 7, "signature": "AAAA"}').decode(),
        base64.b64encode(b'{"kid": "../config", "signature": "AAAA"}').decode(),
        base64.b64encode(b'{"kid": "a", "signature": null}').decode(),
        base64.b64encode(b'{"kid": "a", "signature": "***"}').decode(),
        base64.b64encode('{"kid": "a", "signature": "é"}'.encode()).decode(),
        base64.b64encode(b"[" * 1000).decode(),
        "A" * 100_000,
        "é",
    ],
)
def test_rubbish_in_the_header_is_a_forgery_and_no_error(value: str) -> None:
    with pytest.raises(ForgedPush):
        signature_from({"x-ebay-signature": value})


def test_a_signature_that_is_no_der_fails() -> None:
    key = new_key()
    forged = header(key, BODY, signature=base64.b64encode(b"not der").decode())
    assert not holds(BODY, forged, key_answer(key))


def test_the_header_names_the_key() -> None:
    assert signature_from(header(new_key(), BODY)).key_id == KEY_ID
