"""A question in a community, its answer, and an idea that gets a vote, as people do it."""

import re

from playwright.sync_api import expect

from tests.browser.walking import comment, employee
from tests.communities.groups import make_group
from tests.communities.topic_factory import make_topic


def test_somebody_asks_marks_the_answer_and_votes_for_an_idea(site, page, new_context):
    asker, knows = employee("topic-asker"), employee("topic-knows")
    group = make_group(asker, "Measuring", members=[knows])
    idea = make_topic(knows, group, "A shelf for gauges", flavour="idea")

    site.log_in(page.context, asker)
    page.goto(f"{site.url}/questions/new/")
    page.get_by_role("link", name="Measuring").click()
    expect(page.get_by_label("Question", exact=True)).to_be_checked()
    page.locator("#id_title").fill("How long do I wait?")
    page.locator("#id_body").fill("The gauge is **cold**.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(re.compile(r"/topics/\d+/$"))
    address = page.url

    helper = new_context()
    site.log_in(helper, knows)
    there = helper.new_page()
    there.goto(address)
    comment(there, "Twenty minutes will do.")
    expect(there.get_by_role("button", name="This was the answer")).to_have_count(0)

    page.reload()
    page.get_by_role("button", name="This was the answer").click()
    expect(page.locator(".best-answer")).to_contain_text("Twenty minutes will do.")
    page.goto(f"{site.url}/questions/solved/")
    page.locator("#feed").get_by_role("link", name="How long do I wait?", exact=True).click()
    page.locator(".post details.menu summary").click()
    page.get_by_role("link", name="Close the comments").click()
    page.get_by_label("Reason").fill("Answered.")
    page.get_by_role("button", name="Close the comments").click()
    expect(page.locator(".closure")).to_contain_text("Answered.")

    page.goto(f"{site.url}/communities/{group.pk}/ideas/")
    vote = page.locator(".vote button")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(vote.locator("b")).to_have_text("1")
    page.goto(site.url + idea.get_absolute_url())
    expect(page.locator(".vote button")).to_have_attribute("aria-pressed", "true")
