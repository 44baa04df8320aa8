"""The life of a community in a real browser: found it, invite, ask, answer, hand over."""

import re

from playwright.sync_api import expect

from communities.models import Community
from sns.spaces.models import SpaceMember
from tests.browser.walking import PHONE, employee, log_in
from tests.factories import make_unit


def as_(site, browser, user):
    """A page of the person's own telephone."""
    page = browser.new_context(**PHONE).new_page()
    log_in(site, page, user)
    return page


def role(user):
    return SpaceMember.objects.filter(space__kind="community", user=user).values_list("role", flat=True).first()


def test_a_community_is_founded_joined_and_handed_over_on_a_phone(site, browser):
    unit = make_unit()
    hana, ken, mei = (employee(name, unit) for name in ("hanako", "ken", "mei"))
    page = as_(site, browser, hana)
    page.goto(f"{site.url}/communities/")
    page.get_by_role("link", name="Found a community").first.click()
    page.get_by_label("Name").fill("Evening study")
    page.get_by_label("What will be different in three months?").fill("Somebody else speaks every week.")
    page.get_by_text("Closed: everybody sees").click()
    page.get_by_label("Charter").fill("- **45 minutes**, no longer")
    page.get_by_role("button", name="Found it").click()
    expect(page.locator("h1")).to_contain_text("Evening study")
    expect(page.locator(".purpose").first).to_contain_text("Somebody else speaks every week.")

    page.get_by_label("More about this community").click()
    page.get_by_role("link", name="Invite people").click()
    page.get_by_placeholder("Name or unit").fill("ken")
    page.get_by_label("Ken").check()
    page.get_by_label("A few words to them").fill("You know how to stop on time.")
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.locator(".message")).to_contain_text("1 invitation")

    guest = as_(site, browser, ken)
    guest.goto(f"{site.url}/communities/")
    guest.get_by_role("link", name="Have a look").click()
    expect(guest.locator("blockquote")).to_have_text("You know how to stop on time.")
    guest.get_by_role("button", name="Come in").click()
    guest.wait_for_url(re.compile(r"/communities/\d+/$"))
    assert role(ken) == "member"

    stranger = as_(site, browser, mei)
    stranger.goto(f"{site.url}/communities/")
    stranger.get_by_role("link", name="Ask to join Evening study").click()
    stranger.get_by_label("A few words to the moderators").fill("May I bring a question?")
    stranger.get_by_role("button", name="Ask", exact=True).click()
    expect(stranger.locator("main")).to_contain_text("You asked to join")

    page.goto(f"{site.url}{Community.objects.get().get_absolute_url()}")
    page.get_by_role("link", name="Answer").click()
    expect(page.locator("blockquote")).to_have_text("May I bring a question?")
    page.get_by_label("A few words with the answer").fill("Please do.")
    page.get_by_role("button", name="Let in").click()
    expect(page.locator(".message")).to_contain_text("Mei belongs to the community now")

    page.get_by_label("More about this community").click()
    page.get_by_role("link", name="Hand over").click()
    page.get_by_label("Who takes over").select_option("ken")
    page.get_by_role("button", name="Ask", exact=True).click()
    guest.goto(f"{site.url}{Community.objects.get().get_absolute_url()}members/")
    guest.get_by_role("link", name="Answer").click()
    guest.get_by_role("button", name="Take over").click()
    guest.wait_for_url("**/members/")
    assert (role(hana), role(ken), role(mei)) == ("moderator", "owner", "member")
    for shown in (page, guest, stranger):
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
