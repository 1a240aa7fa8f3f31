"""Settings → Calendars: read by everybody, changed by leads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.deadlines.calendars import add_calendar, change_calendar, current_version
from inbox.deadlines.office_hours import OFFICE_HOURS
from inbox.models import Calendar, CalendarVersion, Clock, DeadlinePolicy, PolicyVersion, Ticket, User
from tests.inbox.arrive import arrive, buyer_message
from tests.inbox.deadlines.calendars import NINE_TO_FIVE
from tests.inbox.deadlines.calendars import calendar as rules
from tests.make import NINE, make_calendar, make_policy

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(db: None) -> Calendar:
    return add_calendar("Office", OFFICE_HOURS, by=None, now=NINE).calendar


def filled(**fields: Any) -> dict[str, Any]:
    """What the page sends: Mondays from nine to five in Paris, with the holidays of France."""
    return {
        "name": "Mondays",
        "zone": "Europe/Paris",
        "based_on": "1",
        "from-1": ["9", ""],
        "to-1": ["17:00", ""],
        "country": "FR",
        "region": "",
        "closure-from": [""],
        "closure-to": [""],
        "added": [""],
        "half-date": [""],
        "half-until": [""],
        **fields,
    }


def said(answer: Any) -> str:
    return str(answer.content.decode())


def kept() -> dict[str, Any]:
    spec: dict[str, Any] = CalendarVersion.objects.latest("id").spec
    return spec


def test_the_list_says_when_each_calendar_works(as_agent: Client, office: Calendar) -> None:
    text = said(as_agent.get(reverse("calendars"), headers={"Accept-Language": "en"}))
    assert "Mon–Fri 09:00–12:30, 14:00–18:00" in text
    assert "Public holidays: France" in text
    assert reverse("calendar_new") not in text


def test_without_a_calendar_the_list_says_what_that_means(as_lead: Client) -> None:
    text = said(as_lead.get(reverse("calendars"), headers={"Accept-Language": "en"}))
    assert "every deadline is counted around the clock" in text
    assert reverse("calendar_new") in text


def test_agents_read_a_calendar_and_cannot_change_it(as_agent: Client, office: Calendar) -> None:
    page = as_agent.get(reverse("calendar", args=[office.pk]))
    assert page.status_code == 200
    assert "disabled" in said(page)
    assert as_agent.post(reverse("calendar", args=[office.pk]), filled()).status_code == 403
    assert as_agent.get(reverse("calendar_new")).status_code == 403
    assert as_agent.post(reverse("calendar_remove", args=[office.pk])).status_code == 403
    assert as_agent.post(reverse("calendar_holidays"), filled()).status_code == 403


def test_parts_and_removal_take_post_only(as_lead: Client, office: Calendar) -> None:
    assert as_lead.get(reverse("calendar_remove", args=[office.pk])).status_code == 405
    assert as_lead.get(reverse("calendar_try")).status_code == 405
    assert as_lead.get(reverse("calendar_holidays")).status_code == 405


def test_a_new_calendar_is_kept_as_typed(as_lead: Client) -> None:
    answer = as_lead.post(
        reverse("calendar_new"),
        filled(
            **{"from-1": ["9", "14h", ""], "to-1": ["12h30", "00:00", ""], "from-5": "22", "to-5": "0600"},
            **{"closure-from": ["2026-08-03", ""], "closure-to": ["2026-08-21", ""], "added": ["2026-12-28", ""]},
            **{"half-date": ["2026-12-24", ""], "half-until": ["12", ""]},
        ),
    )
    assert answer.status_code == 302
    assert kept() == {
        "zone": "Europe/Paris",
        "slots": [
            {"weekday": 1, "from": "09:00", "to": "12:30"},
            {"weekday": 1, "from": "14:00", "to": "24:00"},
            {"weekday": 5, "from": "22:00", "to": "06:00"},
        ],
        "holidays": {"country": "FR"},
        "added": ["2026-12-28"],
        "not_observed": [],
        "closures": [{"from": "2026-08-03", "to": "2026-08-21"}],
        "half_days": [{"date": "2026-12-24", "until": "12:00"}],
    }


def test_a_changed_calendar_is_a_new_version(as_lead: Client, office: Calendar, lead: User) -> None:
    answer = as_lead.post(reverse("calendar", args=[office.pk]), filled())
    assert answer.status_code == 302
    version = current_version(Calendar.objects.get())
    assert (version.number, version.made_by, version.calendar.name) == (2, lead, "Mondays")


def test_other_hours_are_shown_with_the_tickets_that_follow_before_they_are_kept(
    as_lead: Client, account: Account
) -> None:
    week = {"zone": "UTC", "slots": [{"weekday": day, "from": "09:00", "to": "17:00"} for day in range(1, 6)]}
    hours = make_calendar(week, name="Ours")
    make_policy("company", {"first_minutes": 60}, calendar=hours)
    arrive(account, buyer_message("m1", at=NINE))
    before = Ticket.objects.get().reply_due_at
    address = reverse("calendar", args=[hours.pk])
    typed = filled(name="Ours", zone="UTC", country="", **{f"from-{day}": "09:00" for day in range(1, 6)})
    typed |= {f"to-{day}": "17:00" for day in range(1, 6)}
    assert as_lead.post(address, typed).status_code == 302, "nothing is changed: nothing to show"
    changed = typed | {f"from-{day}": "15:00" for day in range(1, 6)}
    shown = as_lead.post(address, changed, headers={"Accept-Language": "en"})
    assert shown.context["preview"].lines[0][0] == Ticket.objects.get()
    assert current_version(hours).number == 1
    assert Ticket.objects.get().reply_due_at == before
    other = as_lead.post(address, typed | {"previewed": shown.context["previewed"], "keep": "1", "from-2": "16:00"})
    assert other.context["changed_since"]
    assert as_lead.post(address, changed | {"previewed": shown.context["previewed"], "keep": "1"}).status_code == 302
    assert current_version(hours).number == 2
    assert Ticket.objects.get().reply_due_at != before


def test_the_page_sends_back_what_it_shows(as_lead: Client) -> None:
    """Keeping without a change makes no new version, holidays taken out in far years included."""
    spec = {**OFFICE_HOURS.as_spec(), "not_observed": ["2001-05-01", "2026-05-01"]}
    version = add_calendar("All", rules(**{"hours": spec.pop("slots"), **spec}), by=None, now=NINE)
    context = as_lead.get(reverse("calendar", args=[version.calendar_id])).context
    shown = [line for lines in context["holidays"].values() for line in lines]
    as_lead.post(
        reverse("calendar", args=[version.calendar_id]),
        {
            **filled(name="All"),
            **{f"from-{day.number}": [begins for begins, _ in day.slots] for day in context["week"]},
            **{f"to-{day.number}": [ends for _, ends in day.slots] for day in context["week"]},
            "holiday": [line.day.isoformat() for line in shown],
            "observed": [line.day.isoformat() for line in shown if line.observed],
            "not_observed": context["hidden"],
        },
    )
    assert current_version(version.calendar) == version


def test_a_holiday_without_its_tick_is_worked(as_lead: Client) -> None:
    days = ["2026-05-01", "2026-05-08"]
    as_lead.post(reverse("calendar_new"), filled(holiday=days, observed=["2026-05-01"]))
    assert kept()["not_observed"] == ["2026-05-08"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"from-1": ["25:00"]}, "“25:00” is no time of day"),
        ({"to-1": [""], "from-1": ["9"]}, "“” is no time of day"),
        ({"from-1": [""], "to-1": [""]}, "never opens"),
        (
            {"from-2": ["9", "10"], "to-2": ["12", "11"]},
            "Two slots overlap: Tuesday 09:00–12:00 and Tuesday 10:00–11:00",
        ),
        ({"zone": "Nowhere"}, "“Nowhere” is no time zone"),
        ({"closure-from": ["2026-08-21"], "closure-to": ["2026-08-03"]}, "ends before it begins"),
        ({"name": "  "}, "Give the calendar a name."),
        ({"name": "Office"}, "There is a calendar named “Office” already."),
    ],
)
def test_what_cannot_be_is_said_and_stays_typed(
    as_lead: Client, office: Calendar, fields: dict[str, Any], words: str
) -> None:
    answer = as_lead.post(reverse("calendar_new"), filled(**fields), headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert words in said(answer)
    assert 'value="17:00"' in said(answer) or "to-1" in fields
    assert Calendar.objects.count() == 1


def test_a_change_over_another_leads_is_shown_before_it_is_kept(as_lead: Client, office: Calendar, lead: User) -> None:
    change_calendar(office, rules(NINE_TO_FIVE), name="Office", by=lead, now=NINE)
    answer = as_lead.post(reverse("calendar", args=[office.pk]), filled(based_on="1"))
    assert answer.status_code == 422
    assert current_version(office).number == 2
    assert 'name="based_on" value="2"' in said(answer)
    assert as_lead.post(reverse("calendar", args=[office.pk]), filled(based_on="2")).status_code == 302


def test_the_holidays_of_another_country_are_shown_before_anything_is_kept(as_lead: Client) -> None:
    part = as_lead.post(
        reverse("calendar_holidays"), filled(country="DE", region="57"), headers={**HTMX, "Accept-Language": "en"}
    )
    assert "German Unity Day" in said(part)
    assert "Bayern" in said(part)
    assert "<html" not in said(part)
    whole = as_lead.post(reverse("calendar_holidays"), filled(country="DE"))
    assert "<html" in said(whole)


@pytest.mark.parametrize("country", ["", "XX", "<b>"])
def test_a_country_without_known_holidays_shows_none(as_lead: Client, country: str) -> None:
    part = as_lead.post(reverse("calendar_holidays"), filled(country=country), headers=HTMX)
    assert part.status_code == 200
    assert 'name="observed"' not in said(part)


def trial(**fields: Any) -> dict[str, Any]:
    return {"try-start": "2026-11-16T16:00", "try-hours": "2", **fields}


def test_what_is_typed_can_be_tried_without_keeping_it(as_lead: Client) -> None:
    answer = as_lead.post(reverse("calendar_try"), filled(**trial()), headers={**HTMX, "Accept-Language": "en"})
    assert "Mon 16 Nov, 16:00 to 17:00: 1 h counted." in said(answer)
    assert "Due: Monday 23 November 2026, 10:00." in said(answer)
    assert not Calendar.objects.exists()


def test_agents_try_what_is_kept(as_agent: Client, office: Calendar) -> None:
    asked = trial(**{"calendar": office.pk, "from-1": "1", "to-1": "2", "zone": "UTC"})
    answer = as_agent.post(reverse("calendar_try"), asked, headers={**HTMX, "Accept-Language": "en"})
    assert "Due: Monday 16 November 2026, 18:00." in said(answer)


def test_a_trial_without_scripts_is_the_page_with_the_answer(as_lead: Client, office: Calendar) -> None:
    answer = as_lead.post(reverse("calendar_try"), filled(calendar=office.pk, **trial()))
    assert "<html" in said(answer)
    assert len(answer.context["trial"].steps) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"try-hours": "-1"},
        {"try-hours": "much"},
        {"try-start": ""},
        {"try-hours": "1e9"},
        {"try-start": "9999-12-31T23:59"},
    ],
)
def test_a_trial_of_nonsense_asks_for_sense(as_lead: Client, fields: dict[str, str]) -> None:
    answer = as_lead.post(reverse("calendar_try"), filled(**trial(**fields)), headers={**HTMX, "Accept-Language": "en"})
    assert "Say from when, and how many hours of work." in said(answer)


def test_a_trial_of_what_cannot_be_says_why(as_lead: Client) -> None:
    asked = filled(**trial(), **{"from-1": "25:00"})
    answer = as_lead.post(reverse("calendar_try"), asked, headers={**HTMX, "Accept-Language": "en"})
    assert "“25:00” is no time of day" in said(answer)


def test_versions_of_the_past_can_be_read(as_agent: Client, office: Calendar, lead: User) -> None:
    change_calendar(office, rules(NINE_TO_FIVE), name="Office", by=lead, now=NINE)
    assert reverse("calendar_version", args=[office.pk, 1]) in said(as_agent.get(reverse("calendar", args=[office.pk])))
    old = as_agent.get(reverse("calendar_version", args=[office.pk, 1]))
    assert 'value="12:30"' in said(old)
    assert as_agent.get(reverse("calendar_version", args=[office.pk, 3])).status_code == 404


def test_who_counts_by_a_calendar_is_listed_and_it_cannot_be_removed(as_lead: Client, office: Calendar) -> None:
    policy = DeadlinePolicy.objects.create(clock=Clock.COMPANY, position=1, name="Quick ones")
    PolicyVersion.objects.create(policy=policy, number=1, calendar=office, made_at=NINE)
    page = said(as_lead.get(reverse("calendar", args=[office.pk]), headers={"Accept-Language": "en"}))
    assert "Used by: Quick ones" in page
    assert reverse("calendar_remove", args=[office.pk]) not in page
    assert "Used by: Quick ones" in said(as_lead.get(reverse("calendars"), headers={"Accept-Language": "en"}))
    as_lead.post(reverse("calendar_remove", args=[office.pk]))
    assert Calendar.objects.kept().filter(pk=office.pk).exists()


def test_a_removed_calendar_is_gone_from_the_pages(as_lead: Client, office: Calendar) -> None:
    assert as_lead.post(reverse("calendar_remove", args=[office.pk])).status_code == 302
    assert as_lead.get(reverse("calendar", args=[office.pk])).status_code == 404
    assert "Office" not in [card.name for card in as_lead.get(reverse("calendars")).context["cards"]]


@pytest.mark.parametrize("given", ["x", "-1", "99999999999999999999999"])
def test_a_calendar_that_is_none_is_not_found_or_new(as_lead: Client, given: str) -> None:
    assert as_lead.post(reverse("calendar_try"), filled(calendar=given, **trial())).status_code in (200, 404)


def test_a_calendar_of_ours_is_called_in_the_readers_language_on_its_own_page(as_lead: Client, lead: User) -> None:
    """As in the list; it was stored in the language of whoever set Guichet up."""
    stored = Calendar.objects.create(name="Heures de bureau (France)")
    CalendarVersion.objects.create(calendar=stored, number=1, spec=OFFICE_HOURS.as_spec(), made_at=NINE)
    User.objects.filter(pk=lead.pk).update(language="en")
    page = as_lead.get(f"/settings/calendars/{stored.pk}/").content.decode()
    assert 'value="Office hours (France)"' in page
    assert "Heures de bureau" not in page
