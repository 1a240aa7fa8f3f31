"""How a person is told: which alerts by mail and to which devices, quiet hours, away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.alerts import devices, mail, web_push
from inbox.alerts.errors import BadDevice
from inbox.alerts.groups import Group
from inbox.alerts.wishes import keep, wishes_of
from inbox.forms.alerts import DeviceForm, WaysForm
from inbox.models import PushDevice
from inbox.people.permissions import allowed, may_answer, may_manage_accounts
from inbox.people.zones import zone_of
from inbox.views.request import Request
from inbox.words.times import exact, moment


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def ways(request: Request) -> HttpResponse:
    wishes = wishes_of([request.user])[request.user.pk]
    form = WaysForm(request.POST or None, initial=WaysForm.initial_of(wishes))
    if request.method == "POST" and form.is_valid():
        keep(request.user, form.wishes())
        messages.info(request, _("Kept."))
        return redirect("alert_ways")
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/alert_ways.html", _context(request, form), status=status)


@allowed(may_answer)
@require_POST
def add_device(request: Request) -> HttpResponse:
    """Called by the script of the page, with what the browser gave it."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(BadDevice()), status=422, content_type="text/plain; charset=utf-8")
    agent = request.headers.get("User-Agent", "")
    try:
        devices.add(request.user, **form.cleaned_data, name=_browser(agent), now=timezone.now())
    except BadDevice as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@allowed(may_answer)
@require_POST
def remove_device(request: Request, device_id: int) -> HttpResponse:
    devices.remove(request.user, device_id=device_id)
    return redirect("alert_ways")


def _context(request: Request, form: WaysForm) -> dict[str, Any]:
    now = timezone.now()
    chosen = {name: set(form[name].value() or ()) for name in ("by_mail", "by_push")}
    groups = [group for group in Group if group != Group.ACCOUNTS or may_manage_accounts(request.user)]
    return {
        "form": form,
        "rows": [(one.value, one.label, one in chosen["by_mail"], one in chosen["by_push"]) for one in groups],
        "mail_works": mail.is_set_up(),
        "push_key": web_push.public_key() if web_push.is_set_up() else "",
        "devices": [
            (device, moment(device.added_at, now=now), exact(device.added_at))
            for device in PushDevice.objects.filter(user=request.user).order_by("-added_at")
        ],
        "zone": str(zone_of(request.user)).replace("_", " "),
        "title": _("How you are told"),
    }


def _browser(agent: str) -> str:
    """A name to tell one device from another by."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac", "Mac"))
    browser = next((name for mark, name in browsers if mark in agent), _("browser"))
    system = next((name for mark, name in (*systems, ("Linux", "Linux")) if mark in agent), "")
    return f"{browser}, {system}" if system else browser
