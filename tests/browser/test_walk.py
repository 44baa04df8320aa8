"""Whole ways through the product, as people go them, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from blogs.models import Post
from sns.discussion.models import Comment
from tests.browser.walking import PHONE, comment, employee, log_in, publish, write
from tests.entries.files import picture
from tests.factories import make_post, make_unit


def test_somebody_new_writes_a_first_post(site, page):
    hana = employee("hana")
    log_in(site, page, hana)
    expect(page.get_by_role("heading", name="Your first post")).to_be_visible()
    page.get_by_role("link", name="Write a first post").click()
    page.locator("a[href='/posts/new/?template=daily']").click()
    page.wait_for_url("**template=daily")
    body = page.locator("#id_body")
    expect(body).not_to_have_value("")
    page.locator("#id_title").fill("My first week")
    body.fill("Lunch was good.")
    body.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(body).to_have_value("**Lunch was good.**")
    photo = picture("lunch.png")
    page.locator(".toolbar input[type=file]").set_input_files(
        {"name": "lunch.png", "mimeType": "image/png", "buffer": photo.read()}
    )
    expect(body).to_have_value(re.compile(r"!\[lunch\.png\]\(/files/[\w-]{22}/\)"))
    page.locator(".picture-list input").fill("A bento on a wooden table")
    publish(page)
    expect(page.locator("h1")).to_have_text("My first week")
    expect(page.locator(".prose strong")).to_have_text("Lunch was good.")
    image = page.get_by_alt_text("A bento on a wooden table")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    page.goto(f"{site.url}/all/")
    page.locator("#feed").get_by_role("link", name="My first week", exact=True).click()
    page.locator(".post details.menu summary").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#id_body").fill("Dinner was better.")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".post .prose")).to_have_text("Dinner was better.")
    page.locator(".post details.menu summary").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator(".diff ins").first).to_contain_text("Dinner")


def test_a_reader_on_a_telephone_answers_and_the_author_is_led_to_the_answer(site, page, new_context):
    unit = make_unit()
    ito, mori = employee("ito", unit), employee("mori", unit)
    post = make_post(ito, "Where do the drawings go?", "Nobody knows.\n\n" * 30)
    phone = new_context(**PHONE)
    site.log_in(phone, mori)
    there = phone.new_page()
    there.goto(site.url + post.get_absolute_url())
    like = there.locator(".post .reactions button").first
    like.tap()
    expect(there.locator(".post .reactions button").first).to_have_attribute("aria-pressed", "true")
    expect(there.locator(".post .reactions .num").first).to_have_text("1")
    comment(there, "Into the blue cupboard, @ito")
    expect(there.locator("#thread .mention")).to_have_text("@Ito")

    site.log_in(page.context, ito)
    page.goto(site.url)
    expect(page.locator(".bell .count")).to_have_text("1")
    page.locator(".bell").click()
    page.locator("li.unread-row a").first.press("Enter")
    written = Comment.objects.get(entry=post)
    page.wait_for_url(f"**/posts/{post.pk}/#comment-{written.pk}")
    expect(page.locator(f"#comment-{written.pk}")).to_be_in_viewport()
    expect(page.locator(".bell .count")).to_have_count(0)


def test_everything_works_without_javascript(site, new_context):
    kato, sasaki = employee("kato"), employee("sasaki")
    page = new_context(java_script_enabled=False).new_page()
    log_in(site, page, kato)
    write(site, page, "Plain paper", "Written **without** a script.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".post .prose strong")).to_have_text("without")
    publish(page)
    expect(page.locator("h1")).to_have_text("Plain paper")
    comment(page, "And answered, too.")
    page.get_by_role("link", name="Reply").click()
    page.locator("textarea[name=body]").fill("On the second level.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".comment.reply .prose")).to_have_text("On the second level.")

    theirs = make_post(sasaki, "Somebody else's")
    page.goto(site.url + theirs.get_absolute_url())
    page.locator(".post .reactions button").first.click()
    expect(page.locator(".post .reactions button").first).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Read later").click()
    expect(page.get_by_role("button", name="Read later")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    page.goto(f"{site.url}/bookmarks/")
    expect(page.get_by_role("link", name="Somebody else's", exact=True)).to_be_visible()
    page.locator(".topbar details.menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.goto(site.url)
    page.wait_for_url("**/accounts/login/**")


def test_the_keyboard_alone_is_enough(site, page):
    site.log_in(page.context, employee("ota"))
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".topbar details.menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your blog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your blog")).to_be_hidden()
    expect(page.locator(".topbar details.menu summary")).to_be_focused()

    page.goto(f"{site.url}/posts/new/")
    page.locator("#id_title").focus()
    page.keyboard.type("No mouse")
    page.keyboard.press("Tab")
    page.locator("#id_body").focus()
    page.keyboard.type("Only keys.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/posts/\d+/$"))
    expect(page.locator("h1")).to_have_text("No mouse")

    menu = page.locator(".post details.menu summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Delete").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert Post.objects.get(title="No mouse").withdrawn_at is None


def test_the_second_of_two_editors_gets_both_texts(site, page, new_context):
    abe = employee("abe")
    post = make_post(abe, "Plan", "The first text.")
    site.log_in(page.context, abe)
    elsewhere = new_context()
    site.log_in(elsewhere, abe)
    other = elsewhere.new_page()
    for tab in (page, other):
        tab.goto(f"{site.url}/posts/{post.pk}/edit/")
    page.locator("#id_body").fill("What the first one wrote.")
    page.get_by_role("button", name="Update").click()
    page.wait_for_url(f"**/posts/{post.pk}/")
    other.locator("#id_body").fill("What the second one wrote.")
    other.get_by_role("button", name="Update").click()
    expect(other.locator("#stored-body")).to_have_value("What the first one wrote.")
    expect(other.locator("#merged-body")).to_have_value("What the second one wrote.")
    other.locator("#merged-body").fill("What both wrote.")
    other.locator("button[value=merged]").click()
    expect(other.locator(".post .prose")).to_have_text("What both wrote.")


def test_a_double_click_on_publish_posts_once(site, page):
    goto = employee("goto")
    site.log_in(page.context, goto)
    write(site, page, "Twice", "Once.")
    page.get_by_role("button", name="Publish", exact=True).dblclick()
    page.wait_for_url(re.compile(r"/posts/\d+/$"))
    assert Post.objects.filter(author=goto).count() == 1


def test_what_is_typed_without_a_connection_is_offered_again(site, page):
    endo = employee("endo")
    site.log_in(page.context, endo)
    page.goto(f"{site.url}/posts/new/")
    page.clock.install()
    page.reload()
    page.locator("#id_title").fill("In the tunnel")
    page.clock.run_for(4000)
    expect(page.locator(".editor-status")).to_contain_text("Draft saved")
    draft = Post.objects.get(author=endo)
    page.context.set_offline(True)
    page.locator("#id_body").fill("Written under the mountain.")
    page.clock.run_for(4000)
    expect(page.locator(".editor-status")).to_contain_text("this browser")
    # The window is closed in the tunnel: once it is back online, an open page would send the text by itself.
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{site.url}/posts/{draft.pk}/edit/")
    again.get_by_role("button", name="Restore it").click()
    expect(again.locator("#id_body")).to_have_value("Written under the mountain.")


NAV = "nav a:not(.index-letters a), button, .topbar a, main h1, .rail h2"
JAPANESE, LATIN = r"[ぁ-んァ-ヶ一-龠]", r"[A-Za-z]{3,}"
OWN_NAMES = {"Engawa", "English", "日本語", "Markdown"}


@pytest.mark.parametrize("path", ["/", "/posts/new/", "/people/", "/settings/", "/blogs/", "/notifications/"])
def test_a_page_speaks_one_language(site, new_context, path):
    words = {}
    for language, foreign in (("en", JAPANESE), ("ja", LATIN)):
        context = new_context()
        site.log_in(context, employee(f"reader-{language}-{len(path)}", language=language, name="Ω"))
        page = context.new_page()
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == language
        words[language] = {text.strip() for text in page.locator(NAV).all_inner_texts()}
        left_over = {text for text in words[language] if re.search(foreign, text)} - OWN_NAMES
        assert not {text for text in left_over if not text.startswith("@")}, (language, left_over)
    assert words["en"] != words["ja"]


def test_dates_are_written_as_the_reader_writes_them(site, page):
    tani = employee("tani")
    post = make_post(tani, "Dated")
    site.log_in(page.context, tani)
    page.goto(site.url + post.get_absolute_url())
    english = page.locator(".post time").first.inner_text()
    page.goto(f"{site.url}/settings/display/")
    page.locator("[name=language][value=ja]").or_(page.locator("select[name=language]")).first.wait_for()
    if page.locator("select[name=language]").count():
        page.locator("select[name=language]").select_option("ja")
    else:
        page.locator("[name=language][value=ja]").check()
    page.locator("main form.card button").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.goto(site.url + post.get_absolute_url())
    japanese = page.locator(".post time").first.inner_text()
    assert re.search(r"[A-Z][a-z]{2}", english)
    assert re.search(r"\d+月\d+日", japanese)


def test_the_theme_that_is_set_is_shown(site, page):
    site.log_in(page.context, employee("yoru"))
    page.goto(f"{site.url}/settings/display/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    theme = page.locator("select[name=theme]")
    theme.select_option("dark") if theme.count() else page.locator("[name=theme][value=dark]").check()
    page.locator("main form.card button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")

    def brightness(colour):
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3])

    assert brightness(dark) < 200 < brightness(light)
