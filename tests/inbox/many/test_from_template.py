"""One template to many buyers: each in his language with his order's facts, or left alone with the reason."""

import pytest
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.errors import InboxError
from inbox.many import jobs
from inbox.many.actions import action_called
from inbox.models import BulkJob, ChangeState, Message, Order, Status, Ticket, User
from templates_app.models import ReplyTemplate
from templates_app.questions import questions_from
from tests.inbox.many.test_many import done, planned, undone, worked
from tests.make import NINE, make_message, make_order, make_template, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def template(db: None) -> ReplyTemplate:
    return make_template(
        "On its way",
        fr="Le colis {{ tracking.number }} est en route.",
        de="Sendung {{ tracking.number }} ist unterwegs.",
    )


def about_a_parcel(account: Account, number: str, *, language: str, tracking: str = "") -> Ticket:
    ticket = make_ticket(account=account, order_id=number, language=language)
    make_message(ticket)
    make_order(account=account, external_id=number, channel="", tracking=tracking, shipped_at=NINE)
    return ticket


def reasons(job: BulkJob) -> dict[int, str]:
    return dict(job.changes.filter(state=ChangeState.LEFT).values_list("ticket_id", "reason"))


def test_each_buyer_reads_of_his_own_parcel_in_his_language(
    account: Account, agent: User, template: ReplyTemplate
) -> None:
    french = about_a_parcel(account, "1", language="fr", tracking="XA1")
    german = about_a_parcel(account, "2", language="de", tracking="XA2")
    done("template", [french, german], agent, template=str(template.pk))
    sent = dict(Message.objects.filter(direction="out").values_list("ticket_id", "body_text"))
    assert sent == {french.pk: "Le colis XA1 est en route.", german.pk: "Sendung XA2 ist unterwegs."}
    template.refresh_from_db()
    assert template.use_count == 2


def test_who_cannot_be_answered_by_it_is_left_alone_with_the_reason(
    account: Account, agent: User, template: ReplyTemplate
) -> None:
    polish = about_a_parcel(account, "1", language="pl", tracking="XA1")
    untracked = about_a_parcel(account, "2", language="fr")
    expected = {
        polish.pk: "The template has no words in the buyer’s language (Polish).",
        untracked.pk: "Not known on this ticket: tracking number.",
    }
    assert reasons(planned("template", [polish, untracked], agent, template=str(template.pk))) == expected
    assert reasons(done("template", [polish, untracked], agent, template=str(template.pk))) == expected
    assert not Message.objects.filter(direction="out").exists()


def test_words_that_may_not_be_sent_are_told_beforehand(account: Account, agent: User) -> None:
    template = make_template("Elsewhere", fr="Écrivez à vente@boutique.fr au sujet de {{ tracking.number }}.")
    french = about_a_parcel(account, "1", language="fr", tracking="XA1")
    job = planned("template", [french], agent, template=str(template.pk))
    assert job.changes.get().code == "reply-forbidden"


def test_where_the_text_may_not_be_sent_the_ticket_is_not_solved_either(account: Account, agent: User) -> None:
    template = make_template("Elsewhere", fr="Écrivez à vente@boutique.fr au sujet de {{ tracking.number }}.")
    french = about_a_parcel(account, "1", language="fr", tracking="XA1")
    job = done("template", [french], agent, template=str(template.pk), then_solve=True)
    assert job.changes.get().code == "reply-forbidden"
    french.refresh_from_db()
    assert (french.status, Message.objects.filter(direction="out").count()) == (Status.OPEN, 0)


def test_looking_first_asks_no_query_for_each_ticket(
    account: Account, agent: User, template: ReplyTemplate, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    tickets = [about_a_parcel(account, str(n), language="fr", tracking=f"XA{n}") for n in range(8)]
    with django_assert_max_num_queries(14):
        planned("template", tickets, agent, template=str(template.pk))


def test_what_changed_after_looking_is_told_when_its_turn_comes(
    account: Account, agent: User, template: ReplyTemplate
) -> None:
    french = about_a_parcel(account, "1", language="fr", tracking="XA1")
    job = planned("template", [french], agent, template=str(template.pk))
    assert not reasons(job)
    Order.objects.update(tracking="")
    jobs.start(job)
    worked(job)
    assert reasons(job) == {french.pk: "Not known on this ticket: tracking number."}


def test_it_is_undone_while_the_replies_are_queued(account: Account, agent: User, template: ReplyTemplate) -> None:
    french = about_a_parcel(account, "1", language="fr", tracking="XA1")
    undone(done("template", [french], agent, template=str(template.pk)))
    template.refresh_from_db()
    assert template.use_count == 0


def test_a_template_that_asks_the_agent_is_for_one_ticket_at_a_time(agent: User) -> None:
    asks = questions_from([{"name": "day", "kind": "date", "label": "Day"}])
    made = make_template("Asks", questions=asks, fr="{{ ask.day }}")
    for given in (str(made.pk), "", "x", "0"):
        with pytest.raises(InboxError):
            action_called("template").read({"template": given}, NINE)
