"""What the walks share: people who read English, and the steps that everybody takes."""

import re

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, make_company, make_person, make_unit

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def employee(handle: str = "", unit=None, language: str = "en", **fields):
    """Somebody of the company; English, so that the names of buttons do not depend on the catalogue."""
    make_company()
    return make_person(handle, unit or make_unit(), language=language, password=PASSWORD, **fields)


def log_in(site, page: Page, user) -> None:
    """Through the log-in page, as a person does."""
    page.goto(f"{site.url}/accounts/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.form button").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def write(site, page: Page, title: str, body: str) -> None:
    page.goto(f"{site.url}/posts/new/")
    page.locator("#id_title").fill(title)
    page.locator("#id_body").fill(body)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(re.compile(r"/posts/\d+/$"))


def comment(page: Page, text: str) -> None:
    page.locator("#comment-form textarea").fill(text)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#thread")).to_contain_text(text[:20])  # a mention is shown by name
