"""What explains jumps: the list, a new one, one that is changed, and away with one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inbox.people.permissions import allowed, may_annotate_figures
from inbox.views.request import Request
from kpis.forms.annotations import AnnotationForm
from kpis.models import Annotation
from kpis.words.steps import days_between

MOST = 200


@allowed(may_annotate_figures)
@require_http_methods(["GET", "POST"])
def annotations(request: Request) -> HttpResponse:
    form = AnnotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.written_by, form.instance.written_at = request.user, timezone.now()
        form.save()
        return redirect("annotations")
    known = Annotation.objects.select_related("written_by").order_by("-first_day", "-pk")[:MOST]
    context = {
        "title": _("Annotations"),
        "form": form,
        "known": [(one, days_between(one.first_day, one.last_day)) for one in known],
    }
    return render(request, "kpis/annotations.html", context, status=422 if form.errors else 200)


@allowed(may_annotate_figures)
@require_http_methods(["GET", "POST"])
def change(request: Request, annotation_id: int) -> HttpResponse:
    form = AnnotationForm(request.POST or None, instance=get_object_or_404(Annotation, pk=annotation_id))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("annotations")
    context = {"title": _("Annotation"), "form": form, "changes": annotation_id}
    return render(request, "kpis/annotations.html", context, status=422 if form.errors else 200)


@allowed(may_annotate_figures)
@require_POST
def remove(request: Request, annotation_id: int) -> HttpResponse:
    del request
    get_object_or_404(Annotation, pk=annotation_id).delete()
    return redirect("annotations")
