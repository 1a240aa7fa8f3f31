"""Ask what a marketplace and the law would forbid in a text, before it is sent."""

from typing import Annotated

from ninja import Router
from pydantic import BaseModel, ConfigDict, StringConstraints

from connectors.models import Account
from connectors.policy import ReplyFacts, check, pack_for
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.fields import STORABLE
from inbox.api.finding_out import FindingOut, findings_out
from inbox.api.problems import wrong_field
from inbox.forms.tickets import LONGEST_TEXT
from inbox.models import User
from inbox.people.permissions import may_answer

router = Router(tags=["policy check"])


class CheckIn(BaseModel):
    """marketplace: its slug. language: in which the buyer reads (ISO 639-1); left out or null = not checked.

    account: one at this marketplace, whose own hosts may be linked to.
    """

    model_config = ConfigDict(extra="forbid")

    marketplace: Annotated[str, StringConstraints(max_length=50), STORABLE]
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT), STORABLE]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2})?$")] | None = None
    account: int | None = None


class CheckOut(BaseModel):
    """In the order of the text; empty where nothing was found."""

    findings: list[FindingOut]


@router.post("/check", response={200: CheckOut, **problems(400, 401, 403, 413, 422, 429)})
def check_text(request: ApiRequest, payload: CheckIn) -> CheckOut:
    """What stands against a text as a reply. Nothing is kept or sent.

    `POST /tickets/{id}/replies` checks again, knowing more: the buyer's name, the order's numbers, the files.
    """
    user = require(request, may_answer)
    try:
        pack = pack_for(payload.marketplace)
    except KeyError as error:
        raise wrong_field("marketplace", "There is no such marketplace.") from error
    facts = ReplyFacts(language=payload.language or "", allowed_hosts=_hosts(payload, user))
    return CheckOut(findings=findings_out(check(payload.text, pack=pack, facts=facts)))


def _hosts(payload: CheckIn, user: User) -> tuple[str, ...]:
    """Raises ProblemError for an account that is none of this marketplace, or hidden from the user."""
    if payload.account is None:
        return ()
    hidden = user.limits is not None and payload.account not in user.limits.accounts
    accounts = Account.objects.filter(pk=payload.account, marketplace=payload.marketplace)
    hosts = None if hidden else accounts.values_list("allowed_hosts", flat=True).first()
    if hosts is None:
        raise wrong_field("account", "There is no such account at this marketplace.")
    return tuple(hosts)
