"""Searching by keyboard alone: "/" from any page, names while typing, the page of results, the next page."""

from playwright.sync_api import expect

from tests.factories import make_company, make_person, make_post


def test_searching_by_keyboard(site, page, context):
    make_company()
    ema = make_person("ema-searches", name="絵馬 探", reading="えま さぐる")
    for n in range(22):
        make_post(ema, f"縁日の支度 {n}", "金魚すくいの網を数えました。")
    site.log_in(context, ema)
    page.goto(site.url + "/people/")
    page.keyboard.press("/")
    page.keyboard.type("えま")
    expect(page.locator(".find-list a").first).to_contain_text("絵馬 探")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".find-list a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("縁日")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.url + "/search/?q=%E7%B8%81%E6%97%A5")
    expect(page.locator(".hit")).to_have_count(20)
    expect(page.locator(".hit mark").first).to_have_text("縁日")
    page.locator(".more-row a").click()
    expect(page.locator(".hit")).to_have_count(22)
