"""What buyers ask again and again is found, counted once a ticket, and followed when tickets change."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.models import Account
from inbox.mining.answers import answers_of
from inbox.mining.coverage import coverage
from inbox.mining.mining import mine
from inbox.mining.questions import Narrowed, Period, recurring
from inbox.models import Asking, Message, MessageDirection, Question, Ticket
from inbox.understanding.classification import Priors
from inbox.understanding.classify import classify
from inbox.understanding.rows import keep
from templates_app.versions import About, Content, make, newest, publish, retire
from tests.make import DAY, NINE, make_account, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db

NOW = NINE + DAY
WEEK = Period.last(timedelta(days=7), now=NOW)


def ask(account: Account, text: str, **fields: Any) -> Message:
    """A buyer of his own asks, in French unless told otherwise."""
    ticket = make_ticket(account=account, topic="delivery", language="fr", **fields)
    return make_message(ticket, body_text=text, language=ticket.language)


def found(narrowed: Narrowed = Narrowed(), period: Period = WEEK) -> list[tuple[str, int, int]]:  # noqa: B008
    return [(one.said, one.asked, one.before) for one in recurring(period, narrowed)]


def test_the_same_question_in_other_words_is_one_question(account: Account) -> None:
    ask(account, "Bonjour, où est mon colis ? Merci d'avance")
    ask(account, "bjr ou est mon colis svp?")
    ask(account, "Bonsoir,\npouvez-vous me dire où est le colis ?\nCordialement")
    ask(account, "Bonjour, la lampe est-elle livrée avec une ampoule ?")
    mine(NOW)
    assert [(asked, before) for _said, asked, before in found()] == [(3, 0)]


def test_what_a_marketplace_calls_by_its_own_name_is_counted_under_our_themes(account: Account) -> None:
    at_cdiscount = make_account(marketplace="cdiscount")
    ask(account, "Bonjour, où est mon colis ?")
    Ticket.objects.filter(pk=ask(at_cdiscount, "Où est mon colis ?").ticket_id).update(topic="orderNotShipped")
    told = ask(at_cdiscount, "Où est donc mon colis ?")
    Ticket.objects.filter(pk=told.ticket_id).update(topic="orderModification")
    keep([(told.pk, classify(told.body_text, Priors()))])
    mine(NOW)
    assert [
        (question.topic, asked) for question, (_said, asked, _) in zip(Question.objects.all(), found(), strict=True)
    ] == [("delivery", 3)]


def test_a_buyer_who_asks_twice_counts_once(account: Account) -> None:
    first = ask(account, "Où est mon colis ?")
    make_message(first.ticket, body_text="Alors, où est mon colis ?", language="fr")
    ask(account, "Où est mon colis ?")
    mine(NOW)
    assert [asked for _said, asked, _before in found()] == [2]


def test_what_is_no_question_of_a_buyer_is_not_counted(account: Account) -> None:
    for number in range(2):
        message = ask(account, "Merci beaucoup, bonne journée !")
        make_message(message.ticket, body_text="Où est le colis ?", direction=MessageDirection.OUT)
        make_message(message.ticket, body_text="Où est le colis ?", automatic=True)
        make_message(message.ticket, body_text="Où est le colis ?", within="return")
        ask(account, f"Où est le colis {number} ?", kind="claim")
        ask(account, f"Où est le colis {number} ?", status="spam")
    mine(NOW)
    assert found() == []


def test_without_a_question_mark_the_beginning_is_what_is_asked(account: Account) -> None:
    ask(account, "Bonjour, je n'ai toujours pas reçu mon colis.")
    ask(account, "je nai pas recu mon colis")
    mine(NOW)
    assert [asked for _said, asked, _before in found()] == [2]


def test_questions_are_kept_apart_by_topic_and_language(account: Account) -> None:
    for _ in range(2):
        ask(account, "Où est mon colis ?")
        ask(account, "Où est mon colis ?")
    Ticket.objects.filter(pk__in=Ticket.objects.order_by("-pk").values("pk")[:2]).update(topic="refund")
    mine(NOW)
    assert [asked for _said, asked, _before in found()] == [2, 2]
    assert [asked for _said, asked, _before in found(Narrowed(topic="refund"))] == [2]


def test_the_trend_compares_with_the_time_before(account: Account) -> None:
    for days in (0, 1, 2, 8, 9):
        message = ask(account, "Où est mon colis ?")
        Message.objects.filter(pk=message.pk).update(written_at=NINE - days * DAY)
    mine(NOW)
    assert [(asked, before) for _said, asked, before in found()] == [(3, 2)]


def test_a_product_is_known_by_the_ticket_or_by_the_only_item_of_its_order(account: Account) -> None:
    make_order(account=account, external_id="12-1", items=[{"item_id": "lamp", "title": "Lampe"}])
    ask(account, "Quelle ampoule va dans la lampe ?", item_id="lamp")
    ask(account, "Quelle ampoule va dans la lampe ?", order_id="12-1")
    ask(account, "Quelle ampoule va dans la lampe ?", item_id="chair")
    mine(NOW)
    assert [asked for _said, asked, _before in found()] == [3]
    assert [asked for _said, asked, _before in found(Narrowed(item_id="lamp"))] == [2]


def test_mining_twice_changes_nothing_and_a_new_topic_is_followed(account: Account) -> None:
    ask(account, "Où est mon colis ?")
    later = ask(account, "Où est mon colis ?").ticket
    mine(NOW)
    before = list(Asking.objects.order_by("message").values_list("message", "position", "wording"))
    question = Question.objects.get()
    mine(NOW)
    assert list(Asking.objects.order_by("message").values_list("message", "position", "wording")) == before
    Ticket.objects.filter(pk=later.pk).update(topic="refund", updated_at=NOW)
    mine(NOW + DAY)
    assert [(one.topic, one.wordings.count()) for one in Question.objects.order_by("topic")] == [
        ("delivery", 1),
        ("refund", 1),
    ]
    assert Question.objects.filter(pk=question.pk).exists()


def test_names_and_numbers_of_a_buyer_make_no_other_question(account: Account) -> None:
    ask(account, "Martin Dupont ici, où est le colis 12-34567-89012 ?", buyer_name="Martin Dupont")
    ask(account, "Zoé Leroy ici, où est le colis 99-76543-21098 ?", buyer_name="Zoé Leroy")
    mine(NOW)
    assert Question.objects.get().key == "colis ici"


def test_a_template_that_answered_it_twice_is_an_answer_as_long_as_it_is_usable(account: Account) -> None:
    template = make(About(name="Colis"), Content({"fr": "Il arrive."}), by=None, now=NINE)
    publish(newest(template))
    for number in range(3):
        message = ask(account, "Où est mon colis ?")
        if number < 2:
            reply = make_message(message.ticket, direction=MessageDirection.OUT, written_at=NINE + DAY / 2)
            Message.objects.filter(pk=reply.pk).update(template_version=newest(template))
    mine(NOW)
    question = Question.objects.get().pk
    assert answers_of([question])[question].templates == (template.pk,)
    assert [(one.asked, one.answered, one.in_faq, one.by_template) for one in coverage(WEEK)] == [(3, 3, 0, 3)]
    retire(template, now=NOW)
    assert answers_of([question]) == {}
    assert [(one.asked, one.answered) for one in coverage(WEEK)] == [(3, 0)]
