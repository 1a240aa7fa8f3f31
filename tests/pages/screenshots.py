"""Every page as pictures, to be looked at by a person: not a test. Changes the language of the user it logs in as.

python -m tests.pages.screenshots --base-url http://127.0.0.1:8000 --out DIR --email … --password …
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from connectors.registry import connectors
from tests.pages.chromium import CHROMIUM

PAGES = {
    "queue": "/",
    "mine": "/?view=mine",
    "solved": "/?view=solved",
    "nothing-found": "/?q=zzzzzzz",
    "claims": "/claims/",
    "claims-ended": "/claims/?state=ended",
    "feedback": "/feedback/",
    "survey-answers": "/feedback/answers/",
    "outbox": "/outbox/",
    "questions": "/questions/",
    "what-is-answered": "/questions/answered/",
    "faq": "/faq/",
    "public-faqs": "/faq/public/",
    "dashboard": "/dashboard/",
    "figure": "/dashboard/figures/answered_within_24h/",
    "unanswered": "/dashboard/questions/",
    "annotations": "/dashboard/annotations/",
    "targets": "/dashboard/targets/",
    "reports": "/dashboard/reports/",
    "wall": "/wall/",
    "accounts": "/accounts/",
    "connect": "/accounts/connect/",
    "settings": "/settings/",
    "people": "/people/",
    "second-factor": "/me/2fa/",
    "password": "/me/password/change/",
    "not-here": "/nothing/",
}


@dataclass(frozen=True)
class Look:
    language: str
    theme: str
    width: int

    @property
    def height(self) -> int:
        return 760 if self.width < 800 else 900

    def name_of(self, page: str) -> str:
        return f"{page}-{self.language}-{self.theme}-{self.width}.png"


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    looks = [Look(*look) for look in product(options.languages, options.themes, options.widths)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for look in looks:
            for name, picture in _pictures(browser, look, options):
                (options.out / look.name_of(name)).write_bytes(picture)
        browser.close()


def _pictures(browser: Browser, look: Look, options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    context = browser.new_context(
        base_url=options.base_url,
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="fr-FR" if look.language == "fr" else "en-GB",
        has_touch=look.width < 800,
    )
    page = context.new_page()
    page.goto("/me/login/")
    if _wanted("log-in", options):
        yield "log-in", page.screenshot()
    page.fill("[name=login]", options.email)
    page.fill("[name=password]", options.password)
    page.click(".entrance-card button[type=submit]")
    page.wait_for_selector(".frame")
    page.goto("/settings/")
    page.select_option("[name=language]", look.language)
    page.click(".panel button[type=submit]")
    for name, address in PAGES.items():
        if _wanted(name, options):
            page.goto(address)
            yield name, page.screenshot()
    yield from _ticket_pictures(page, look, options)
    yield from _special_ticket_pictures(page, options)
    yield from _account_pictures(page, options)
    context.close()


def _ticket_pictures(page: Page, look: Look, options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    page.goto("/")
    links = page.locator(".ticket-row-link")
    if links.count():
        page.goto(links.nth(min(options.row, links.count() - 1)).get_attribute("href") or "/")
        if _wanted("ticket", options):
            yield "ticket", page.screenshot()
        if look.width < 1200 and _wanted("about", options):
            page.click("[data-tab-button=context]")
            yield "about", page.screenshot()
        if look.width < 800 and _wanted("menu", options):
            page.goto("/")
            page.click(".menu-button >> visible=true")
            yield "menu", page.screenshot()


def _special_ticket_pictures(page: Page, options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """A ticket about a claim, and one of each marketplace."""
    if _wanted("ticket-claim", options) and _follow(page, "/claims/", ".claim-row .ticket-row-link"):
        yield "ticket-claim", page.screenshot()
        if page.locator("[data-tab-button=context]").is_visible():
            page.click("[data-tab-button=context]")
            yield "ticket-claim-about", page.screenshot()
    for slug in connectors():
        name = f"ticket-{slug}"
        if _wanted(name, options) and _follow(page, f"/?view=open&marketplace={slug}", ".ticket-row-link"):
            yield name, page.screenshot()
    if _wanted("feedback-answer", options):
        page.goto("/feedback/")
        answers = page.locator(".feedback-write > summary")
        if answers.count():
            answers.first.click()
            page.locator("[data-answer-text]").first.fill("We are sorry. Write to us and we put it right.")
            yield "feedback-answer", page.screenshot()


def _account_pictures(page: Page, options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """The page of each account, how to connect one, and where the first one is set up and has its credentials."""
    page.goto("/accounts/")
    addresses = [link.get_attribute("href") or "/" for link in page.locator(".card-link").all()]
    for number, address in enumerate(addresses):
        if _wanted("account", options):
            page.goto(address)
            yield "account" if number == 0 else f"account-{number + 1}", page.screenshot()
        if _wanted("credentials", options) and number == 0:
            page.goto(f"{address}credentials/")
            yield "credentials", page.screenshot()
        if _wanted("set-up", options) and _follow(page, address, "a[href$='/set-up/']"):
            yield f"set-up-{number + 1}", page.screenshot()
    if _wanted("connect-one", options) and _follow(page, "/accounts/connect/", ".choice"):
        yield "connect-one", page.screenshot()


def _follow(page: Page, address: str, link: str) -> bool:
    """Go where the first such link of a page leads; False if it has none."""
    page.goto(address)
    found = page.locator(link)
    if not found.count():
        return False
    page.goto(found.first.get_attribute("href") or "/")
    return True


def _wanted(name: str, options: argparse.Namespace) -> bool:
    return not options.only or re.search(options.only, name) is not None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--languages", nargs="*", default=["fr", "en"])
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--widths", nargs="*", type=int, default=[1600, 360])
    parser.add_argument("--only", default="", help="a regular expression over the names of pages")
    parser.add_argument("--row", type=int, default=0, help="which row of the queue to open")
    return parser.parse_args()


if __name__ == "__main__":
    main()
