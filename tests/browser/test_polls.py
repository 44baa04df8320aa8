"""A question, a notice and a word of thanks, as people in a browser meet them."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from communities.models import Confirmation, Poll, PrivateThank
from tests.browser.test_accessibility import faults_of, sideways_of
from tests.browser.walking import PHONE, employee
from tests.communities.groups import make_group
from tests.communities.notices import make_notice
from tests.communities.thanks import make_thank


def look_at(page, *paths: str) -> None:
    for path in paths:
        size = page.viewport_size
        page.goto(path)
        assert faults_of(page, Axe()) == [], path
        assert sideways_of(page) == [], path
        page.set_viewport_size(size)


def test_asking_answering_confirming_and_thanking(site, page, context, new_context):
    owner, member = employee(), employee()
    group = make_group(owner, f"Club of {owner.handle}", members=[member])
    notice = make_notice(owner, "The lift stands still", space=group.space, body="On Monday.")
    make_thank(owner, receiver=member, note="For the ladder.")
    base = f"{site.url}/communities/{group.pk}/polls/"

    site.log_in(context, owner)
    page.goto(base)
    page.get_by_role("link", name="Ask something").click()
    page.locator("#id_title").fill("Which day?")
    page.locator("#id_options").fill("Monday\nFriday")
    assert faults_of(page, Axe()) == []
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/polls/\d+/$"))
    poll = Poll.objects.get(space=group.space)

    phone = new_context(**PHONE)
    site.log_in(phone, member)
    there = phone.new_page()
    there.goto(f"{site.url}/polls/{poll.pk}/")
    there.get_by_role("button", name="Vote").tap()
    expect(there.locator(".ballot .errors")).to_be_visible()
    there.get_by_text("Friday").tap()
    there.get_by_role("button", name="Vote").tap()
    expect(there.locator(".bars li").nth(1)).to_contain_text("100 %")
    expect(there.locator(".bars li").nth(1)).to_contain_text(member.name)

    there.goto(site.url)
    there.locator(".notice-strip").get_by_role("link", name="The lift stands still").tap()
    there.get_by_role("button", name="I have read it").tap()
    expect(there.locator(".notice-confirm.done")).to_be_visible()
    assert Confirmation.objects.filter(notice=notice, user=member).exists()

    there.goto(f"{site.url}/people/{owner.handle}/")
    there.get_by_role("link", name="Say thank you").tap()
    there.locator("#id_note").fill("For asking.")
    there.get_by_text("Only the person").tap()
    there.get_by_role("button", name="Give thanks").tap()
    there.wait_for_url("**/thanks/?show=private")
    expect(there.locator("article")).to_contain_text("For asking.")
    assert PrivateThank.objects.get(giver=member).receiver == owner

    look_at(page, f"{site.url}/polls/{poll.pk}/", base, f"{site.url}/notices/new/", f"{site.url}/notices/")
    look_at(page, f"{site.url}/notices/{notice.pk}/", f"{site.url}/notices/{notice.pk}/readers/?show=confirmed")
    look_at(page, f"{site.url}/thanks/", f"{site.url}/thanks/new/", f"{site.url}/thanks/?show=private")
    look_at(page, f"{site.url}/people/{member.handle}/", f"{site.url}{poll.get_absolute_url()}edit/")
