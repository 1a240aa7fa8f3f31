"""What a role allows: the one place that says so. Pages and API ask here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from inbox.models import Role, User

RANK = {Role.AGENT: 1, Role.LEAD: 2, Role.OWNER: 3}


def has_role(user: User, role: Role) -> bool:
    """Whether the user is active and at least of this role."""
    return user.is_active and RANK.get(Role(user.role), 0) >= RANK[role]


def may_answer(user: User) -> bool:
    """Read tickets, answer, note, assign, set status."""
    return has_role(user, Role.AGENT)


def may_see_accounts(user: User) -> bool:
    """See the accounts and their health; pull now."""
    return has_role(user, Role.AGENT)


def may_manage_accounts(user: User) -> bool:
    """Connect, pause, back-fill, change windows and settings of an account."""
    return has_role(user, Role.LEAD)


def may_manage_installation(user: User) -> bool:
    """Enter the installation's own keys; add people."""
    return has_role(user, Role.OWNER)


def may_export_buyers(user: User) -> bool:
    """Take out all that is known of a buyer, as a file."""
    return has_role(user, Role.LEAD)


def may_erase_buyers(user: User) -> bool:
    """Forget a buyer for good; see the proofs."""
    return has_role(user, Role.OWNER)


View = Callable[..., HttpResponse]


def allowed(rule: Callable[[User], bool]) -> Callable[[View], View]:
    """Decorate a view: log-in first, then 403 for who may not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule(request.user):  # type: ignore[arg-type]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)

    return decorate
