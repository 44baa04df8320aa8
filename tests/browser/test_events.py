"""From an announcement on a desk to an answer on a telephone, and a date found together."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.walking import PHONE, employee, log_in
from tests.communities.event_factory import make_dates


def test_an_event_is_announced_answered_on_a_telephone_and_fills_up(site, page, new_context):
    organiser, first, second = employee("eve-host"), employee("eve-one"), employee("eve-two")
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    log_in(site, page, organiser)
    page.goto(f"{site.url}/events/")
    page.get_by_role("link", name="Announce an event").first.click()
    page.locator("#id_title").fill("Lunch for one")
    page.locator("#id_first_day").fill(day)
    page.locator("#id_start_time").fill("12:00")
    page.get_by_label("All day").check()
    expect(page.locator("#id_start_time")).to_be_hidden()
    page.get_by_label("All day").uncheck()
    page.locator("#id_end_time").fill("11:00")
    page.locator("#id_capacity").fill("1")
    page.get_by_role("button", name="Announce").click()
    expect(page.locator("#id_end_time_error")).to_contain_text("cannot end before it begins")
    page.locator("#id_end_time").fill("13:00")
    page.get_by_role("button", name="Announce").click()
    page.wait_for_url(re.compile(r"/events/\d+/$"))
    address = page.url

    for person, button, words in (
        (first, "I am coming", "Coming"),
        (second, "Join the waiting list", "You are number 1 on the waiting list"),
    ):
        phone = new_context(**PHONE)
        site.log_in(phone, person)
        there = phone.new_page()
        there.goto(address)
        there.get_by_role("button", name=button).tap()
        expect(there.locator("#answers [aria-pressed=true]")).to_be_visible()
        expect(there.locator("#answers")).to_contain_text(words)
        assert there.url == address  # htmx, the page stayed
        assert there.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_date_is_found_by_three_taps(site, page, new_context):
    host, guest = employee("date-host"), employee("date-guest")
    event = make_dates(host, "Supper")
    site.log_in(page.context, guest)
    page.goto(f"{site.url}/events/{event.pk}/")
    for row, sign in enumerate(("Fine", "Perhaps", "Not possible")):
        page.locator(".date-row").nth(row).get_by_role("radio", name=sign).check(force=True)
    page.get_by_role("button", name="Save my answer").click()
    expect(page.locator(".date-row").first.locator(".good .num")).to_have_text("1")
    desk = new_context()
    site.log_in(desk, host)
    there = desk.new_page()
    there.goto(f"{site.url}/events/{event.pk}/")
    there.get_by_role("link", name="Take this day").first.click()
    there.get_by_role("button", name="Take this day").click()
    there.wait_for_url(f"**/events/{event.pk}/")
    expect(there.locator("#answers")).to_contain_text("Date-Guest")
