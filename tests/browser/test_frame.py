from playwright.sync_api import expect


def test_the_log_in_page_opens_and_loads_nothing_from_elsewhere(site, page):
    answer = page.goto(site.url + "/accounts/login/")
    assert answer.status == 200
    expect(page.locator("h1")).to_be_visible()
