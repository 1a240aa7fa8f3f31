"""A report as a mail: plain words, HTML, and the PDF with it."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inbox.models import User
from inbox.people.preferences import language_of
from inbox.people.zones import zone_of
from inbox.proof.sheet import Sheet
from kpis.dashboard.asking import Asked
from kpis.dashboard.links import dashboard_link
from kpis.figures.permitted import permitted
from kpis.figures.question import Question
from kpis.models import Report
from kpis.reports.content import sheet_of
from kpis.reports.schedule import end_of
from kpis.targets import targets


def message_of(report: Report, *, now: datetime) -> EmailMultiAlternatives:
    """In the language, by the clock and with the limits of who gets it."""
    user: User = report.user
    with translation.override(language_of(user) or settings.LANGUAGE_CODE), timezone.override(zone_of(user)):
        whole = Question(report.since, end_of(report.span, report.since), settings.SHOP_ZONE)
        asked = Asked(permitted(whole, user), now, targets())
        sheet = sheet_of(asked, span=report.span, user=user, now=now)
        context = {
            "sheet": sheet,
            "dashboard": settings.PUBLIC_URL + dashboard_link(asked.question),
            "wishes": f"{settings.PUBLIC_URL}/dashboard/reports/",
        }
        message = EmailMultiAlternatives(
            _("Guichet: %(title)s") % {"title": sheet.title},
            _plain(sheet, context["dashboard"]),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("kpis/report_mail.html", context), "text/html")
        name = f"guichet-{report.span}-{report.since.isoformat()}.pdf"
        from inbox.proof.pdf import pdf_of  # noqa: PLC0415  reading the code of fonts takes longer than any page

        message.attach(name, pdf_of(sheet, made_at=now), "application/pdf")
    return message


def _plain(sheet: Sheet, address: object) -> str:
    """The first table only: the rest is in the PDF."""
    rows = [" · ".join([*row.cells[:2], *row.under]) for row in sheet.sections[0].rows]
    return "\n\n".join([sheet.title, sheet.verdict, "\n".join(rows), *_findings(sheet), str(address)]) + "\n"


def _findings(sheet: Sheet) -> list[str]:
    return [sheet.above_findings, *sheet.findings] if sheet.findings else []
