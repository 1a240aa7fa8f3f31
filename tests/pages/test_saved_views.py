"""Views that people make: their page, the form, and where they stand."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from connectors.models import Account
from inbox.models import SavedView, Status, User
from tests.make import make_account, make_ticket, make_user

pytestmark = pytest.mark.django_db


def make_view(owner: User, name: str, *, is_shared: bool = False, **filters: object) -> SavedView:
    return SavedView.objects.create(
        owner=owner, name=name, filters=filters, sort="urgency", is_shared=is_shared, changed_at=timezone.now()
    )


def shown(client: Client, view: SavedView) -> list[str]:
    return [row.buyer for row in client.get(reverse("queue"), {"view": view.pk}).context["rows"]]


def test_a_view_is_made_and_shows_what_its_filters_let_through(as_agent: Client, agent: User, account: Account) -> None:
    make_ticket(account=account, buyer_name="German Gisela", language="de")
    make_ticket(account=account, buyer_name="French Fleur", language="fr")
    make_ticket(account=account, buyer_name="Solved Silke", language="de", status=Status.SOLVED)

    answer = as_agent.post(
        reverse("view_new"), {"name": "Auf Deutsch", "sort": "newest", "language": "de", "status": ["open", "waiting"]}
    )

    view = SavedView.objects.get()
    assert answer["Location"] == f"{reverse('queue')}?view={view.pk}"
    assert (view.owner, view.is_shared) == (agent, False)
    assert shown(as_agent, view) == ["German Gisela"]


def test_it_stands_in_the_rail_with_its_number(as_agent: Client, agent: User, account: Account) -> None:
    make_ticket(account=account, language="de")
    make_ticket(account=account, language="de", tags=["vip"])
    make_view(agent, "Deutsch", language=["de"], status=["open"])
    make_view(agent, "VIP", tag=["vip"])

    rail = as_agent.get(reverse("queue")).context["frame"].rail

    assert [(view.label, view.count) for view in rail.own] == [("Deutsch", "2"), ("VIP", "1")]


def test_a_number_that_is_counted_follows_a_change(
    as_agent: Client,
    agent: User,
    account: Account,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    view = make_view(agent, "VIP", tag=["vip"])
    ticket = make_ticket(account=account)
    as_agent.get(reverse("queue"))
    with django_capture_on_commit_callbacks(execute=True):
        as_agent.post(reverse("ticket_tags", args=[ticket.pk]), {"tags": "vip"})

    rail = as_agent.get(reverse("queue"), {"view": view.pk}).context["frame"].rail

    assert [one.count for one in rail.own] == ["1"]


def test_a_name_can_be_taken_only_once_whatever_its_case(as_agent: Client, agent: User) -> None:
    make_view(agent, "Deutsch")

    answer = as_agent.post(reverse("view_new"), {"name": "deutsch", "sort": "urgency", "language": "de"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert 'value="de" checked' in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_somebody_elses_own_view_is_not_there(as_agent: Client, account: Account) -> None:
    other = make_view(make_user(), "Theirs", language=["de"])
    make_ticket(account=account, buyer_name="German Gisela", language="de")

    assert shown(as_agent, other) == []
    assert "Theirs" not in as_agent.get(reverse("saved_views")).content.decode()
    assert as_agent.get(reverse("view_change", args=[other.pk])).status_code == 404
    assert as_agent.post(reverse("view_delete", args=[other.pk])).status_code == 404
    assert as_agent.post(reverse("view_move", args=[other.pk]), {"up": ""}).status_code == 404


def test_an_agent_uses_the_teams_views_but_does_not_change_them(as_agent: Client, lead: User) -> None:
    shared = make_view(lead, "For all", is_shared=True)

    page = as_agent.get(reverse("saved_views")).content.decode()

    assert "For all" in page
    assert reverse("view_change", args=[shared.pk]) not in page
    assert as_agent.post(reverse("view_delete", args=[shared.pk])).status_code == 404


def test_an_agent_cannot_share_even_by_a_forged_form(as_agent: Client) -> None:
    as_agent.post(reverse("view_new"), {"name": "Mine", "sort": "urgency", "is_shared": "on"})

    assert not SavedView.objects.get().is_shared


def test_a_lead_shares_a_view_and_everybody_has_it(as_lead: Client, lead: User, agent: User) -> None:
    view = make_view(lead, "Late returns", topic=["withdrawal"])

    as_lead.post(
        reverse("view_change", args=[view.pk]),
        {"name": "Late returns", "sort": "urgency", "topic": "withdrawal", "is_shared": "on"},
    )

    assert list(SavedView.objects.visible_to(agent)) == [view]


def test_views_are_put_in_order(as_agent: Client, agent: User) -> None:
    views = [make_view(agent, name) for name in ("one", "two", "three")]

    as_agent.post(reverse("view_move", args=[views[2].pk]), {"up": ""})
    as_agent.post(reverse("view_move", args=[views[0].pk]), {"down": ""})
    as_agent.post(reverse("view_move", args=[views[2].pk]), {"up": ""})

    assert [view.name for view in SavedView.objects.visible_to(agent)] == ["three", "one", "two"]


def test_a_view_is_renamed_and_deleted(as_agent: Client, agent: User) -> None:
    view = make_view(agent, "Old name", language=["de"])

    as_agent.post(reverse("view_change", args=[view.pk]), {"name": "New name", "sort": "buyer", "language": "it"})
    view.refresh_from_db()
    assert (view.name, view.sort, view.filters) == ("New name", "buyer", {"language": ["it"]})

    as_agent.post(reverse("view_delete", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_the_form_begins_with_what_the_list_is_narrowed_down_to(as_agent: Client) -> None:
    make_account()
    text = as_agent.get(reverse("view_new"), {"language": "it", "q": "colis"}).content.decode()

    assert 'value="it" checked' in text
    assert 'name="q" value="colis"' in text


def test_filters_can_be_looked_through_without_keeping_them(as_agent: Client) -> None:
    answer = as_agent.post(reverse("view_show"), {"language": ["de", "it"], "name": "", "sort": "urgency"})

    assert answer["Location"] == f"{reverse('queue')}?view=all&language=de&language=it"
    assert not SavedView.objects.exists()


def test_the_queue_with_many_views_takes_few_queries(
    as_agent: Client, agent: User, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_ticket(account=account, language="de", tags=["vip"])
    for number in range(12):
        make_view(agent, f"Tag {number}", tag=["vip"], level=[number])
    view = make_view(agent, "German", language=["de"])
    with django_assert_max_num_queries(12):
        as_agent.get(reverse("queue"), {"view": view.pk})


@pytest.mark.parametrize("name", ["saved_views", "view_new"])
def test_nobody_sees_the_pages_without_logging_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
