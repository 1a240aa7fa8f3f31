"""How long the policy check takes: the function alone by the length of a text, and the page's call at each pause."""

import time
from collections.abc import Mapping, Sequence
from functools import partial

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bench.policy_examples import examples
from bench.rounds import timed
from connectors.models import Account
from connectors.policy import ReplyFacts, check, pack_for
from connectors.policy.checking import LONGEST
from inbox.models import Buyer, Message, MessageDirection, Ticket, User

LENGTHS = (200, 600, 2000)
"""Characters: a short answer, a usual one, the longest that one of the marketplaces takes."""
PAUSES = 200
HOSTILE = "a@x.b 06 12 34 5 quatre vingt point arobase "


def check_times(marketplace: str) -> Mapping[str, Sequence[float]]:
    """Seconds of each call, by what was checked."""
    words = " ".join(example.text for example in examples())
    taken = {f"check(), {length} characters": _times(marketplace, _parts(words, length)) for length in LENGTHS}
    taken["floor: the same 2000 characters split into words"] = [
        timed(part.casefold().split) for part in _parts(words, LENGTHS[-1])
    ]
    taken[f"check(), {LONGEST} characters made to hurt"] = _times(marketplace, [(HOSTILE * LONGEST)[:LONGEST]] * 20)
    return taken


def pause_times(marketplace: str) -> Mapping[str, Sequence[float]]:
    """Seconds of the whole call at a pause, and of the draft that is kept at the same pause, in one process."""
    ticket, client = _ticket_and_agent(marketplace)
    text = (" ".join(example.text for example in examples()))[: LENGTHS[1]]
    asked = {"body": text, "kind": "reply"}
    calls: Mapping[str, str] = {
        "the page's check at a pause, 600 characters": reverse("ticket_check", args=[ticket.pk]),
        "floor: keeping the draft at the same pause": reverse("ticket_draft", args=[ticket.pk]),
    }
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for address in calls.values():
            client.post(address, asked)
        return {name: [_posted(client, address, asked) for _ in range(PAUSES)] for name, address in calls.items()}


def _parts(words: str, length: int) -> Sequence[str]:
    return [
        words[start : start + length] for start in range(0, min(len(words) - length, 40_000), max(length // 2, 200))
    ]


def _times(marketplace: str, texts: Sequence[str]) -> Sequence[float]:
    pack, facts = pack_for(marketplace), ReplyFacts(language="fr", buyer_names=("Jeanne Martin",))
    check(texts[0], pack=pack, facts=facts)
    return [timed(partial(check, text, pack=pack, facts=facts)) for text in texts]


def _posted(client: Client, address: str, asked: Mapping[str, str]) -> float:
    began = time.perf_counter()
    answer = client.post(address, asked, headers={"HX-Request": "true"})
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return taken


def _ticket_and_agent(marketplace: str) -> tuple[Ticket, Client]:
    now = timezone.now()
    account = Account.objects.create(marketplace=marketplace, name=f"bench {now.isoformat()}", state_since=now)
    buyer = Buyer.objects.create(account=account, handle="jeanne_d", name="Jeanne")
    ticket = Ticket.objects.create(
        account=account, buyer=buyer, buyer_name="Jeanne", thread_id="bench", language="fr", last_message_at=now,
        queue_at=now, created_at=now, updated_at=now,
    )  # fmt: skip
    for number in range(5):
        Message.objects.create(
            ticket=ticket, account=account, direction=MessageDirection.IN, external_id=f"bench-{number}",
            body_text="Bonjour, où est mon colis ?", written_at=now, fetched_at=now,
        )  # fmt: skip
    user, _created = User.objects.get_or_create(email="bench-policy@shop.test", defaults={"role": "agent"})
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return ticket, client
