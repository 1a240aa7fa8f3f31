"""The people of the shop: the owner adds them, gives roles, ends their access."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from inbox.forms.limits import LimitsForm
from inbox.forms.tickets import NewPersonForm, PasswordForm, PersonForm, TeamForm
from inbox.models import Role, User
from inbox.people.permissions import allowed, may_manage_installation
from inbox.people.teams import put_in_team, team_names
from inbox.views.request import Request


@allowed(may_manage_installation)
@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        User.objects.create_user(
            given["email"],
            given["password"],
            role=given["role"],
            first_name=given["first_name"],
            last_name=given["last_name"],
        )
        messages.info(request, _("%(name)s can log in now.") % {"name": given["first_name"] or given["email"]})
        return redirect("people")
    context = {
        "people": [_line(person) for person in _everybody()],
        "teams": team_names(),
        "form": form,
        "title": _("People"),
    }
    return render(request, "inbox/people.html", context, status=422 if request.method == "POST" else 200)


@allowed(may_manage_installation)
@require_POST
def set_role(request: Request, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    form = PersonForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        if role != Role.OWNER and _is_last_owner(person):
            messages.warning(request, _("Nothing was changed: somebody must stay the owner."))
        else:
            User.objects.filter(pk=person.pk).update(role=role)
            messages.info(request, _("Kept."))
            if role == Role.OUTSIDE and not person.shops.exists():
                messages.warning(request, _("%(name)s sees nothing until you choose a shop.") % {"name": person})
    return redirect("people")


@allowed(may_manage_installation)
@require_POST
def set_team(request: Request, user_id: int) -> HttpResponse:
    """The figures of the team he left follow him: they are asked by the team of today."""
    person = get_object_or_404(User, pk=user_id)
    form = TeamForm(request.POST)
    if form.is_valid():
        put_in_team(person, form.cleaned_data["team"])
        messages.info(request, _("Kept."))
    else:
        messages.warning(request, _("Nothing was changed."))
    return redirect("people")


@allowed(may_manage_installation)
@require_POST
def set_limits(request: Request, user_id: int) -> HttpResponse:
    """The shops and languages of an outside agent; his next look follows them."""
    person = get_object_or_404(User, pk=user_id)
    form = LimitsForm(request.POST)
    if form.is_valid():
        with transaction.atomic():
            person.shops.set(form.cleaned_data["shops"])
            User.objects.filter(pk=person.pk).update(speaks=form.cleaned_data["speaks"])
        messages.info(request, _limits_words(person, form))
    else:
        messages.warning(request, _("Nothing was changed."))
    return redirect("people")


@allowed(may_manage_installation)
@require_POST
def deactivate(request: Request, user_id: int) -> HttpResponse:
    """End somebody's access; what they wrote stays under their name."""
    person = get_object_or_404(User, pk=user_id)
    if _is_last_owner(person):
        messages.warning(request, _("Nothing was changed: somebody must stay the owner."))
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
        messages.info(request, _("%(name)s cannot log in any more.") % {"name": person})
    return redirect("people")


@allowed(may_manage_installation)
@require_POST
def activate(request: Request, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    User.objects.filter(pk=person.pk).update(is_active=True)
    messages.info(request, _("%(name)s can log in now.") % {"name": person})
    return redirect("people")


@allowed(may_manage_installation)
@sensitive_post_parameters("password")
@require_POST
def set_password(request: Request, user_id: int) -> HttpResponse:
    """For somebody who has forgotten theirs; their open sessions end."""
    person = get_object_or_404(User, pk=user_id)
    form = PasswordForm(person, request.POST)
    if form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        if person.pk == request.user.pk:
            update_session_auth_hash(request, person)
        messages.info(request, _("The new password of %(name)s works from now on.") % {"name": person})
    else:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("people")


@dataclass(frozen=True)
class PersonLine:
    """limits: of an outside agent; None of others."""

    person: User
    form: PersonForm
    limits: LimitsForm | None


def _everybody() -> QuerySet[User]:
    return User.objects.prefetch_related("shops").order_by("-is_active", "first_name", "email")


def _line(person: User) -> PersonLine:
    form = PersonForm(initial={"role": person.role}, auto_id=f"person-{person.pk}-%s")
    return PersonLine(person, form, LimitsForm.of(person) if person.role == Role.OUTSIDE else None)


def _limits_words(person: User, form: LimitsForm) -> str:
    if not form.cleaned_data["shops"]:
        return _("%(name)s sees nothing until you choose a shop.") % {"name": person}
    return _("Kept.")


def _is_last_owner(person: User) -> bool:
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=person.pk)
    return person.role == Role.OWNER and not others.exists()
