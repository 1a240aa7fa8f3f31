"""Seller accounts: connect one, see whether it is in sync, look now. Credentials go in and never come out."""

import logging
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from kombu.exceptions import OperationalError
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from connectors import accounts
from connectors.models import Account, AccountState
from connectors.registry import connectors
from inbox import tasks
from inbox.api.account_out import AccountDetail, AccountList, AccountOut, account_out, accounts_detail
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import STORABLE
from inbox.api.problems import FieldError, ProblemError, wrong_field
from inbox.forms.account_settings import hosts_typed
from inbox.people.permissions import may_manage_accounts, may_see_accounts

log = logging.getLogger(__name__)
router = Router(tags=["accounts"])


class AccountIn(BaseModel):
    """credentials: which fields and groups of fields, the marketplace decides; see its README."""

    model_config = ConfigDict(extra="forbid")

    marketplace: str
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), STORABLE]
    credentials: dict[str, Any]


class AccountChanges(BaseModel):
    """allowed_hosts: all of them, each with or without scheme and path; [] = only the marketplace's own."""

    model_config = ConfigDict(extra="forbid")

    allowed_hosts: Annotated[list[Annotated[str, StringConstraints(max_length=300), STORABLE]], Field(max_length=200)]


class PullOut(BaseModel):
    """A look at the marketplace is on its way."""

    account_id: int
    state: AccountState


@router.post(
    "/accounts",
    response={200: AccountOut, 201: AccountOut, **problems(400, 401, 403, 413, 422, 429)},
)
def post_account(request: ApiRequest, payload: AccountIn) -> Status[AccountOut]:
    """Connect an account; its first pull starts at once, in the background.

    The name of an account that exists at this marketplace renews its credentials (200 instead of 201).
    """
    require(request, may_manage_accounts)
    if payload.marketplace not in connectors():
        raise wrong_field("marketplace", f"not one of {', '.join(connectors())}")
    now = timezone.now()
    known = Account.objects.filter(marketplace=payload.marketplace, name=payload.name).exists()
    try:
        account = accounts.connect(payload.marketplace, name=payload.name, credentials=payload.credentials, now=now)
    except accounts.BadCredentials as error:
        raise _bad_credentials(error) from error
    _start_pull(account)
    return Status(200 if known else 201, account_out(account))


@router.get("/accounts", response={200: AccountList, **problems(401, 403, 429)})
def get_accounts(request: ApiRequest) -> AccountList:
    """All accounts with their health."""
    require(request, may_see_accounts)
    now = timezone.now()
    found = Account.objects.defer("credentials").prefetch_related("streams").order_by("marketplace", "name")
    return AccountList(items=accounts_detail(list(found), now))


@router.get("/accounts/{int:account_id}", response={200: AccountDetail, **problems(401, 403, 404, 429)})
def get_account(request: ApiRequest, account_id: int) -> AccountDetail:
    """One account and whether it really is in sync."""
    require(request, may_see_accounts)
    (found,) = accounts_detail([_account_or_404(account_id)], timezone.now())
    return found


@router.patch(
    "/accounts/{int:account_id}", response={200: AccountDetail, **problems(400, 401, 403, 404, 413, 422, 429)}
)
def patch_account(request: ApiRequest, account_id: int, payload: AccountChanges) -> AccountDetail:
    """Say to which hosts replies may link besides the marketplace's own."""
    require(request, may_manage_accounts)
    account = _account_or_404(account_id)
    try:
        account.allowed_hosts = hosts_typed(payload.allowed_hosts)
    except ValidationError as error:
        raise wrong_field("allowed_hosts", " ".join(error.messages)) from error
    account.save(update_fields=["allowed_hosts"])
    (changed,) = accounts_detail([account], timezone.now())
    return changed


@router.post("/accounts/{int:account_id}/pull", response={202: PullOut, **problems(401, 403, 404, 409, 429)})
def pull(request: ApiRequest, account_id: int) -> Status[PullOut]:
    """Look at the marketplace now rather than at `next_pull_at`."""
    require(request, may_see_accounts)
    account = _account_or_404(account_id)
    if not account.is_pulled:
        raise ProblemError(409, "The account is paused or must sign in again: it is not pulled.")
    accounts.pull_now(account, now=timezone.now())
    _start_pull(account)
    return Status(202, PullOut(account_id=account.pk, state=AccountState(account.state)))


def _account_or_404(account_id: int) -> Account:
    account = Account.objects.defer("credentials").prefetch_related("streams").filter(id=account_id).first()
    if account is None:
        raise Http404
    return account


def _start_pull(account: Account) -> None:
    """Ask a worker; with Redis away the streams are due all the same, and the next tick finds them."""
    try:
        tasks.pull_account.apply_async((account.pk,), queue=f"pull.{account.marketplace}", expires=300, retry=False)
    except OperationalError as error:
        log.warning("account %s: not enqueued (%s)", account.pk, type(error).__name__)


def _bad_credentials(error: accounts.BadCredentials) -> ProblemError:
    """Each problem reads `field: what is wrong`."""
    parts = [problem.partition(": ") for problem in error.problems]
    errors = [FieldError(field=f"credentials.{name}", message=message) for name, _, message in parts]
    return ProblemError(422, str(error), errors=errors)
