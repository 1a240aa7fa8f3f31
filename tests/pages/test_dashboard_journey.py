"""The owner's Monday in a real Chromium: reads, narrows, drills, compares, takes along, prints; what an agent sees."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from connectors.models import Account
from inbox.models import MessageDirection, ResponseCycle, Role, User
from kpis.models import Annotation, Report
from kpis.models.report import Span
from kpis.reports.mail import message_of
from tests.kpis.make import make_wait
from tests.make import make_account, make_claim, make_feedback, make_message, make_ticket, make_user
from tests.pages.fingers import too_small
from tests.pages.test_journeys import log_in, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TILE = ".tile:has-text('Answered within 24 hours')"


def answered(account: Account, at: datetime, *, within: timedelta, by: User | None) -> ResponseCycle:
    """A buyer asks; somebody answers so long after."""
    ticket = make_ticket(account=account, topic="delivery", assignee=by, buyer_name="Zoe Quill", created_at=at)
    question = make_message(ticket, written_at=at)
    reply = make_message(
        ticket, direction=MessageDirection.OUT, user=by, written_at=at + within, accepted_at=at + within
    )
    return make_wait(ticket, at, answered=within, opened_by=question, answered_by=reply, due_at=at + DAY)


@pytest.fixture
def shops(transactional_db: None) -> Sequence[Account]:
    """Two shops. Lately eight of ten answers within a day at the first, two of two at the second; a month before and a
    year before all of five."""
    now = timezone.now()
    first, second = make_account(name="Grand Large"), make_account(name="Maison Lavande")
    ines = make_user(first_name="Inès", email="ines@shop.test")
    for place in range(10):
        within = 30 * HOUR if place >= 8 else 2 * HOUR
        answered(first, now - (place + 3) * DAY, within=within, by=ines if place < 3 else None)
    for place in range(2):
        answered(second, now - (place + 3) * DAY, within=HOUR, by=None)
    for back in (40, 370):
        for place in range(5):
            answered(first, now - (back + place) * DAY, within=3 * HOUR, by=ines)
    make_claim(make_ticket(account=first, kind="claim"), amount="30", currency="EUR", opened_at=now - 2 * DAY)
    make_feedback(account=first, rating=5, written_at=now - 2 * DAY)
    day = timezone.localdate() - 5 * DAY
    Annotation.objects.create(kind="strike", text="Carrier on strike", first_day=day, last_day=day, written_at=now)
    return first, second


def owner(**fields: str) -> User:
    return make_user(email="agent@shop.test", role=Role.OWNER, **({"language": "en"} | fields))


def test_an_owner_reads_compares_narrows_and_comes_to_the_ticket(
    watched: Page, live_server: LiveServer, shops: Sequence[Account]
) -> None:
    owner()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/")
    expect(watched.locator(".tile")).to_have_count(5)
    tile = watched.locator(TILE)
    expect(tile).to_contain_text("83 %")
    expect(tile).to_contain_text("10 of 12")
    expect(tile.locator(".tile-verdict")).to_have_text("missed")
    expect(tile.locator(".tile-changes")).to_contain_text("−16.7 points period before")
    expect(tile.locator(".tile-changes")).to_contain_text("last year")
    expect(watched.locator(".figure-notes").first).to_contain_text("Carrier on strike")

    watched.get_by_text("Days and filters").click()
    watched.locator(".period-form").get_by_label("Account").select_option(label="Grand Large (eBay)")
    watched.get_by_role("button", name="Show").click()
    expect(tile).to_contain_text("8 of 10")
    assert f"account={shops[0].pk}" in watched.url
    watched.reload()
    expect(watched.locator(".period-chosen")).to_have_text("Grand Large (eBay)")

    tile.locator(".tile-value a").click()
    expect(watched.get_by_role("heading", name="Answered within 24 hours", level=1)).to_be_visible()
    assert f"account={shops[0].pk}" in watched.url
    expect(watched.locator("#cases tbody tr")).to_have_count(10)
    late = watched.locator("#cases tbody tr:has(.case-no)")
    expect(late).to_have_count(2)
    late.first.get_by_role("link").click()
    expect(watched).to_have_url(re.compile(r"/tickets/\d+/"))
    expect(watched.locator("body")).to_contain_text("Zoe Quill")


def test_what_is_on_the_page_can_be_taken_along(
    watched: Page, live_server: LiveServer, shops: Sequence[Account], tmp_path: Path
) -> None:
    owner()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/figures/answered_within_24h/")
    with watched.expect_download() as csv_file:
        watched.locator("#cases").get_by_role("link", name="CSV").click()
    lines = list(csv.DictReader(io.StringIO(Path(csv_file.value.path()).read_text("utf-8-sig"))))
    assert len(lines) == 12
    assert [line["Answered within 24 hours (from 0 to 1)"] for line in lines].count("0") == 2
    assert {line["Topic"] for line in lines} == {"Delivery"}

    watched.goto(f"{live_server.url}/dashboard/")
    with watched.expect_download() as xlsx_file:
        watched.locator(".dashboard-files").get_by_role("link", name="XLSX Every wait").click()
    kept = tmp_path / "waits.xlsx"
    xlsx_file.value.save_as(kept)
    rows = list(openpyxl.load_workbook(kept).worksheets[0].values)
    assert rows[0][:2] == ("Ticket", "Wait")
    assert len(rows) == 1 + 12
    in_page = {link.get_attribute("href") for link in watched.locator(".figure-files a").all()}
    answers = {href: watched.request.get(live_server.url + str(href)) for href in in_page}
    assert {href for href, answer in answers.items() if not answer.ok or not answer.body()} == set()


def test_the_page_prints_without_controls_and_whole(
    watched: Page, live_server: LiveServer, shops: Sequence[Account]
) -> None:
    owner()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/")
    watched.emulate_media(media="print")
    expect(watched.locator(".period")).to_be_hidden()
    expect(watched.locator(".rail").first).to_be_hidden()
    tops = {round(tile.bounding_box()["y"]) for tile in watched.locator(".tile").all()}  # type: ignore[index]
    assert len(tops) == 1
    shares = watched.locator(".short-line").evaluate_all(
        "lines => lines.map(line => line.querySelector('.short-line-title').offsetWidth / line.offsetWidth)"
    )
    assert min(shares) > 0.7
    printed = watched.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 12


def test_an_agent_sees_his_own_figures_and_nobody_elses(
    watched: Page, live_server: LiveServer, shops: Sequence[Account]
) -> None:
    User.objects.filter(email="ines@shop.test").update(email="agent@shop.test", language="en")
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/?agent=999999")
    expect(watched.get_by_role("heading", level=1)).to_have_text("My figures")
    expect(watched.locator(TILE)).to_contain_text("3 of 3")
    watched.get_by_text("Days and filters").click()
    expect(watched.locator(".period-form").get_by_label("Account")).to_be_visible()
    expect(watched.locator(".period-form").get_by_label("Agent")).to_have_count(0)
    expect(watched.get_by_role("heading", name="Who does what?")).to_have_count(0)
    assert watched.request.get(f"{live_server.url}/dashboard/tables/people.csv").status == 404
    mine = watched.request.get(f"{live_server.url}/dashboard/tables/waits.csv").text()
    assert len(mine.strip().splitlines()) == 1 + 3


PAGES = (
    *(
        "",
        "figures/response_time/",
        "figures/late_marketplace/",
        "figures/arrivals_by_hour/",
        "figures/claims_at_stake/",
    ),
    *("questions/", "annotations/", "targets/", "reports/"),
)


@pytest.mark.browser_context_args(has_touch=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_french_on_a_phone_nothing_is_too_wide_or_too_small_or_out_of_reach(
    watched: Page, live_server: LiveServer, shops: Sequence[Account], theme: str
) -> None:
    owner(language="fr", theme=theme)
    watched.set_viewport_size({"width": 360, "height": 740})
    log_in(watched, live_server)
    wrong = {}
    for path in (*(f"/dashboard/{page}" for page in PAGES), "/wall/"):
        watched.goto(f"{live_server.url}{path}", wait_until="load")
        problems = serious(watched)
        if watched.evaluate("document.documentElement.scrollWidth") > 360:
            problems.append("too wide")
        problems += [f"too small: {one}" for one in too_small(watched)]
        if problems:
            wrong[path] = problems
    assert wrong == {}
    watched.goto(f"{live_server.url}/dashboard/")
    expect(watched.locator(".tile").first).to_contain_text("10 sur 12")
    expect(watched.locator(".tile").first).to_contain_text("objectif 100 %")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mail_of_a_report_fits_a_phone(page: Page, shops: Sequence[Account], language: str) -> None:
    user = make_user(role=Role.OWNER, language=language)
    since = timezone.localdate() - 10 * DAY
    report = Report.objects.create(user=user, span=Span.WEEK, since=since, next_at=timezone.now())
    html = str(message_of(report, now=timezone.now()).alternatives[0][0])
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_content(html)
    expect(page.locator("table").first).to_contain_text("points")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_wall_renews_itself_and_names_nobody(
    watched: Page, live_server: LiveServer, shops: Sequence[Account]
) -> None:
    owner()
    watched.clock.install()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/wall/")
    late = watched.locator(".wall-number").first
    expect(late).to_contain_text("0")
    make_ticket(
        account=shops[0],
        needs_reply=True,
        buyer_name="Paul Quill",
        reply_due_at=timezone.now() - HOUR,
        waits_since=timezone.now() - DAY,
    )
    watched.clock.run_for(16_000)
    expect(late).to_contain_text("1")
    expect(watched.locator("body")).not_to_contain_text("Quill")


def test_only_the_page_itself_scrolls_and_ends_where_its_words_end(
    watched: Page, live_server: LiveServer, shops: Sequence[Account]
) -> None:
    owner()
    log_in(watched, live_server)
    watched.goto(f"{live_server.url}/dashboard/")
    expect(watched.locator(".tile")).to_have_count(5)
    assert watched.evaluate("document.querySelector('.page-body').scrollHeight > 2 * window.innerHeight")
    assert watched.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
