"""What a role allows: the one place that says so. Pages and API ask here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from inbox.models import Role, User

RANK = {Role.OUTSIDE: 1, Role.AGENT: 2, Role.LEAD: 3, Role.OWNER: 4}


def has_role(user: User, role: Role) -> bool:
    """Whether the user is active and at least of this role."""
    return user.is_active and RANK.get(Role(user.role), 0) >= RANK[role]


def may_answer(user: User) -> bool:
    """Read tickets, answer, note, assign, set status: an outside agent, of the tickets he may see."""
    return has_role(user, Role.OUTSIDE)


def may_override_blocks(user: User) -> bool:
    """Send what the policy check blocks, with a reason that is kept. A warning anybody who answers may override."""
    return has_role(user, Role.LEAD)


def may_see_accounts(user: User) -> bool:
    """See the accounts and their health; pull now."""
    return has_role(user, Role.AGENT)


def may_manage_accounts(user: User) -> bool:
    """Connect, pause, back-fill, change windows and settings of an account."""
    return has_role(user, Role.LEAD)


def may_see_deadlines(user: User) -> bool:
    """See calendars and deadline policies; ask what they would do."""
    return has_role(user, Role.AGENT)


def may_see_forecast(user: User) -> bool:
    """See what will be late at this pace, over all accounts."""
    return has_role(user, Role.LEAD)


def may_see_figures(user: User) -> bool:
    """See figures: a lead of everybody, an agent his own only (kpis/figures/permitted.py)."""
    return has_role(user, Role.AGENT)


def may_see_all_figures(user: User) -> bool:
    """See the figures of all people and of the shop as a whole."""
    return has_role(user, Role.LEAD)


def may_annotate_figures(user: User) -> bool:
    """Write down what explains a jump."""
    return has_role(user, Role.LEAD)


def may_set_targets(user: User) -> bool:
    """Say what the shop is to reach."""
    return has_role(user, Role.OWNER)


def may_manage_deadlines(user: User) -> bool:
    """Change calendars and deadline policies."""
    return has_role(user, Role.LEAD)


def may_set_up_work(user: User) -> bool:
    """Say how new tickets find somebody and who is on duty; write the ready-made checklists."""
    return has_role(user, Role.LEAD)


def may_manage_rules(user: User) -> bool:
    """Write rules and webhooks; see what they did and let it be done again."""
    return has_role(user, Role.LEAD)


def may_use_templates(user: User) -> bool:
    """Read the reply templates, and answer with them."""
    return has_role(user, Role.OUTSIDE)


def may_write_templates(user: User) -> bool:
    """Write, publish, import and export reply templates; say what they may say of the shop."""
    return has_role(user, Role.LEAD)


def may_read_faq(user: User) -> bool:
    """See what is asked most over all accounts, and the FAQ."""
    return has_role(user, Role.AGENT)


def may_write_faq(user: User) -> bool:
    """Write FAQ entries and show them to everybody; put questions away."""
    return has_role(user, Role.LEAD)


def may_manage_installation(user: User) -> bool:
    """Enter the installation's own keys; add people."""
    return has_role(user, Role.OWNER)


def may_manage_team_views(user: User) -> bool:
    """Share views with the team; rename, change and delete those that are shared."""
    return has_role(user, Role.LEAD)


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
