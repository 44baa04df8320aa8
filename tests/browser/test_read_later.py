"""What has been written already while a title is typed; then kept, noted and put into a folder."""

from playwright.sync_api import expect

from sns.links.relating import relate
from tests.browser.walking import employee
from tests.factories import make_post


def test_somebody_finds_what_exists_keeps_it_and_notes_why(site, page):
    writer, reader = employee("kept-writer"), employee("kept-reader")
    post = make_post(writer, "Gauges drift at four", "It was the sun.")
    relate([post])
    site.log_in(page.context, reader)

    page.goto(f"{site.url}/posts/new/")
    text = page.locator("#id_body")
    expect(page.get_by_role("toolbar")).to_be_visible()  # the editor's script has done its part
    before = text.bounding_box()["y"]
    page.locator("#id_title").press_sequentially("Why do gauges drift", delay=10)
    found = page.locator(".already summary")
    expect(found).to_contain_text("1 post about something similar")
    assert abs(text.bounding_box()["y"] - before) < 1
    expect(page.locator("#id_title")).to_be_focused()

    page.goto(site.url + post.get_absolute_url())
    page.locator(".post .actions").get_by_role("button", name="Read later").click()
    expect(page.get_by_role("button", name="Read later")).to_have_attribute("aria-pressed", "true")

    page.goto(f"{site.url}/bookmarks/")
    page.get_by_text("New folder").click()
    page.get_by_label("Name of the folder").fill("To try")
    page.get_by_role("button", name="Make the folder").click()
    expect(page.get_by_text("This folder is still empty")).to_be_visible()
    page.goto(f"{site.url}/bookmarks/")
    page.get_by_role("link", name="Note and folder").click()
    page.get_by_label("Note to myself").fill("Draw the curtain at three.")
    page.get_by_label("Folder", exact=True).select_option(label="To try")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("div.kept-note")).to_contain_text("Draw the curtain at three.")
    page.get_by_role("link", name="To try").click()
    expect(page.locator(".kept")).to_contain_text("Gauges drift at four")
