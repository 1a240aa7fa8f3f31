"""Who is not logged in gets nothing, from any page and any call, but the few that are for him."""

import pytest
from django.test import Client
from django.urls import reverse

from inbox.models import FirstRunLink, User
from inbox.models.token import create_token
from tests.security.addresses import addresses

pytestmark = pytest.mark.django_db

FOR_EVERYBODY = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed
    "account_confirm_email",  # 404: we send no such links
    "account_email_verification_sent",
    "account_reset_password",  # says whom to ask
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "forgotten_password",
    "first_run",  # takes a secret link
    "set_language",
    "openapi-json",
    "api-root",
    "nothing",  # the API's 404
    "service_worker",  # the same script for all, with nothing in it
    "push",  # takes what the marketplace has signed
    "public_faq",  # what a lead has marked as public
    "survey",  # takes a signed link
    "take_survey_answer",
    "healthz",
    "readyz",
}
REFUSED_BY_API = (401, 405)
FOR_EVERYBODY_IN_API = {"/api/v1/surveys/{token}"}
"""What a signed link opens."""


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_every_address_leads_to_the_log_in_or_refuses(method: str) -> None:
    client = Client(raise_request_exception=False)
    let_in = []
    for name, path in addresses():
        if name in FOR_EVERYBODY:
            continue
        answer = getattr(client, method)(path)
        to_log_in = answer.status_code == 302 and answer["Location"].startswith(
            (reverse("account_login"), reverse("settings"))
        )
        if not (to_log_in or answer.status_code in REFUSED_BY_API):
            let_in.append((name, answer.status_code))
    assert let_in == []


def test_the_list_of_what_is_for_everybody_names_nothing_that_is_gone() -> None:
    assert {name for name, _ in addresses()} >= FOR_EVERYBODY


def test_every_operation_of_the_api_refuses_who_has_no_token(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    let_in = [
        (method, path)
        for path, operations in document["paths"].items()
        for method in operations
        if path not in FOR_EVERYBODY_IN_API
        and getattr(client, method)(path.replace("{ticket_id}", "1").replace("{account_id}", "1")).status_code
        not in (401, 404)
    ]
    assert let_in == []
    assert all(
        operation.get("security")
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if path not in FOR_EVERYBODY_IN_API
    )


def test_a_session_does_not_open_the_api_and_a_token_opens_no_page(client: Client, owner: User) -> None:
    with_token = client.get(reverse("queue"), headers={"Authorization": f"Bearer {create_token(owner)}"})
    client.force_login(owner)
    assert with_token.status_code == 302
    assert client.get("/api/v1/tickets").status_code == 401


def test_nobody_can_sign_up(client: Client, owner: User) -> None:
    fields = {"email": "new@shop.test", "password1": "long-enough-password-1", "password2": "long-enough-password-1"}
    client.post(reverse("account_signup"), fields)
    assert User.objects.count() == 1


def test_the_first_run_link_is_over_once_somebody_is_there(client: Client, owner: User) -> None:
    fields = {"email": "b@shop.test", "password": "long-enough-password-1", "first_name": "B", "last_name": ""}
    answer = client.post(reverse("first_run", args=["guessed"]), fields)
    assert answer.status_code == 410
    assert User.objects.count() == 1
    assert not FirstRunLink.objects.exists()


def test_who_has_been_deactivated_is_out_at_once(client: Client, owner: User) -> None:
    client.force_login(owner)
    User.objects.update(is_active=False)
    assert client.get(reverse("queue")).status_code == 302
