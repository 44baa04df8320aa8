"""A walk through a handbook and what its moderators see, by people in a browser."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from communities.models import Page
from sns.discussion.moderation import report
from tests.browser.test_accessibility import faults_of, sideways_of
from tests.browser.walking import employee
from tests.communities.books import make_community, make_page
from tests.factories import make_comment


def test_two_members_write_a_handbook_and_a_moderator_looks_at_a_report(site, page, context):
    owner, member = employee(), employee()
    community = make_community(owner, member, name=f"Handbook of {owner.handle}")
    first = make_page(owner, community, "Where to ask", body="Ask here.")
    base = f"{site.url}/communities/{community.pk}/"

    site.log_in(context, member)
    page.goto(f"{base}handbook/")
    page.get_by_role("link", name="New page").click()
    page.locator("#id_title").fill("When the printer jams")
    page.locator("#id_body").fill("Open the lid.\n\n| tray | limit |\n| --- | --- |\n| 2 | 80 % |")
    page.locator("#id_parent").select_option(str(first.pk))
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/pages/\d+/$"))
    expect(page.locator("a[rel=prev]")).to_contain_text("Where to ask")
    assert faults_of(page, Axe()) == []
    assert sideways_of(page) == []

    page.goto(f"{site.url}{first.get_absolute_url()}")
    page.get_by_role("link", name="Improve this page").click()
    page.locator("#id_body").fill("Ask here, or call 4100.")
    page.get_by_role("button", name="Update").click()
    page.wait_for_url(re.compile(rf"/pages/{first.pk}/$"))
    expect(page.locator(".handbook-change")).to_contain_text(member.name)
    assert Page.objects.get(pk=first.pk).author == owner

    written = make_comment(first, member, "The password is 1234.")
    report(actor=employee(), entry=first, comment=written, reason="A password in plain sight")
    context.clear_cookies()
    site.log_in(context, owner)
    page.goto(f"{base}reports/")
    expect(page.locator("article")).to_contain_text("The password is 1234.")
    assert faults_of(page, Axe()) == []
    assert sideways_of(page) == []
    page.locator("article summary").click()
    page.locator("article textarea").fill("Please without the password.")
    page.get_by_role("button", name="Remove with this reason").click()
    page.wait_for_url(f"{base}reports/")
    expect(page.locator("main")).to_contain_text("Nothing is reported")
    for path in ("handbook/", "reports/?show=settled", "record/"):
        page.goto(f"{base}{path}")
        assert faults_of(page, Axe()) == [], path
        assert sideways_of(page) == [], path
    page.goto(f"{site.url}/pages/{first.pk}/move/")
    assert faults_of(page, Axe()) == []
