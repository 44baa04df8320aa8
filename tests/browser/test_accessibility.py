"""WCAG 2.2 AA as far as axe can tell, on every kind of page: wide and light, narrow and dark. And nothing scrolls
sideways, every page has one first heading, a language and unique ids, and one always sees where the focus is."""

from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe

from blogs.models import ImportJob
from sns.discussion.moderation import report
from sns.entries.storing import store_upload
from sns.ops.views import setup
from sns.people.models import RoleTerm
from sns.publishing import revise, save_draft, withdraw
from tests.browser.walking import employee
from tests.entries.files import picture
from tests.factories import draft_post, make_comment, make_post, make_unit
from tests.people.test_mfa import SECRET
from tests.permission_things import fresh_code

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
TEXT = """# A heading

Words, **strong** ones, [a link](https://example.com/) and `code`.

- [x] done
- [ ] open

| a | b |
|---|--:|
| 1 | 2 |

```python
print("hello")  # a comment
```

> A quotation[^1]

[^1]: Its source

A-word-so-long-that-no-telephone-has-ever-shown-it-on-one-line-without-breaking-it-somewhere-in-the-middle
"""
LOOKS = {
    "wide and light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "narrow and dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
# 720 px is a desk of 1440 px at a zoom of 200 %.
NARROW = (360, 720)

ANYBODY = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/setup/"]
NEWCOMER = ["/", "/unit/", "/drafts/", "/trash/", "/notifications/", "/bookmarks/"]
WRITER = [
    "/", "/all/", "/posts/new/", "/posts/{post}/", "/posts/{post}/edit/", "/posts/{post}/revisions/",
    "/posts/{post}/delete/", "/posts/{draft}/edit/", "/drafts/", "/trash/", "/notifications/", "/bookmarks/",
    "/people/", "/people/{handle}/", "/people/{handle}/followers/", "/units/", "/units/{unit}/", "/blogs/",
    "/blogs/{handle}/", "/tags/garden/", "/feed/", "/archives/", "/archives/{job}/", "/comments/{comment}/reply/",
    "/entries/{post}/reactions/", "/entries/{post}/report/", "/settings/", "/settings/profile/",
    "/settings/display/", "/settings/notifications/", "/accounts/2fa/", "/accounts/sessions/",
    "/accounts/password/change/", "/no-such-page/",
]  # fmt: skip
# The administration itself has tests of its own, in test_admin.py.
ADMINISTRATOR = ["/settings/invitations/", "/staff/"]
# What is also looked at narrow and dark; the contrast of all colours has a test of its own.
AGAIN = {
    "/accounts/login/", "/", "/posts/new/", "/posts/{post}/", "/posts/{post}/edit/", "/people/", "/people/{handle}/",
    "/blogs/{handle}/", "/settings/profile/", "/staff/",
}  # fmt: skip


@pytest.fixture
def things(site, monkeypatch) -> SimpleNamespace:
    """A writer with everything a page can show, a newcomer with nothing, an administrator."""
    monkeypatch.setattr(setup, "is_set_up", lambda: False)
    unit = make_unit("A unit with rather a long name")
    writer = employee(f"writer-{unit.pk}", unit, introduction="I **write**.")
    reader = employee(f"reader-{unit.pk}", unit)
    image = store_upload(actor=writer, file=picture())
    body = f"{TEXT}\n![A hill at noon]({image.get_absolute_url()})\n"
    post = make_post(writer, "A post with everything", body, tags=["garden", "tea"])
    post.body += "\nOne more line.\n"
    revise(actor=writer, entry=post, tags=["garden", "tea"], base_version=post.version)
    comment = make_comment(post, reader, f"Well said, @{writer.handle}.\n\n```\nx = 1\n```")
    make_comment(post, writer, "Thank you.", parent=comment)
    report(actor=reader, entry=post, comment=comment, reason="Only to see how it looks")
    withdraw(actor=writer, entry=make_post(writer, "Thrown away"))
    draft = save_draft(actor=writer, entry=draft_post(writer, "Not ready"))
    job = ImportJob.objects.create(owner=writer, name="old.txt", state=ImportJob.State.FAILED, reason="It was empty.")
    boss = employee(f"boss-{unit.pk}", unit, role=RoleTerm.Role.ADMINISTRATOR)
    TOTP.activate(boss, SECRET)
    return SimpleNamespace(
        writer=writer, newcomer=employee(f"newcomer-{unit.pk}"), boss=boss,
        names={"post": post.pk, "draft": draft.pk, "comment": comment.pk, "handle": writer.handle, "unit": unit.pk,
               "job": job.pk},
    )  # fmt: skip


def open_as(site, page, things, who: str) -> None:
    """Make the page's context that of a person; the administrator comes with his code."""
    page.context.clear_cookies()
    if who == "boss":
        page.goto(f"{site.url}/accounts/login/")
        page.locator("#id_login").fill(things.boss.email)
        page.locator("#id_password").fill("correct-horse-7")
        page.locator("form.form button").click()
        page.locator("[name=code]").fill(fresh_code())
        page.locator("form:has([name=code]) button").first.click()
        page.wait_for_url(f"{site.url}/")
    elif who:
        site.log_in(page.context, getattr(things, who))


def faults_of(page, axe: Axe) -> list[str]:
    """What is wrong with the open page, in one line each."""
    found = axe.run(page, options=RULES).response["violations"]
    faults = [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"][:3]]
    faults += page.evaluate("""() => {
        const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
        const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
        return [
            document.querySelectorAll("h1").length === 1 ? "" : "not one h1: " + document.querySelectorAll("h1").length,
            ["ja", "en"].includes(document.documentElement.lang) ? "" : "no lang",
            twice.length ? "id twice: " + twice : "",
        ].filter(Boolean);
    }""")
    return faults


def sideways_of(page) -> list[str]:
    """Widths at which the open page can be scrolled sideways."""
    faults = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults.append(f"{wide} px wide at {width} px")
    return faults


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("who", "paths"), [("", ANYBODY), ("newcomer", NEWCOMER), ("writer", WRITER), ("boss", ADMINISTRATOR)]
)
def test_no_page_keeps_anybody_out(site, new_context, things, look, who, paths):
    page, axe, faults = new_context(**LOOKS[look], reduced_motion="reduce").new_page(), Axe(), []
    open_as(site, page, things, who)
    for path in paths:
        page.set_viewport_size(LOOKS[look]["viewport"])
        answer = page.goto(site.url + path.format(**things.names))
        assert answer.status in (200, 404), (path, answer.status)
        assert (answer.status == 404) == (path == "/no-such-page/"), path
        found = faults_of(page, axe) if look == "wide and light" or path in AGAIN else []
        if look == "narrow and dark":
            found += sideways_of(page)
        faults += [f"{path}  {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)


def test_menus_and_dialogs_keep_nobody_out(site, page, things):
    site.log_in(page.context, things.writer)
    page.goto(f"{site.url}/posts/{things.names['post']}/")
    page.locator(".post details.menu summary").click()
    assert faults_of(page, Axe()) == []
    page.locator(".post details.menu").get_by_role("link", name="Delete").click()
    page.locator("dialog[open]").wait_for()
    assert faults_of(page, Axe()) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_always_seen(site, new_context, things, scheme):
    page, unseen = new_context(color_scheme=scheme).new_page(), []
    site.log_in(page.context, things.writer)
    for path in ("/", "/posts/new/", f"/posts/{things.names['post']}/"):
        page.goto(site.url + path)
        unseen += focused_unseen(page, presses=40)
    assert unseen == []


def focused_unseen(page, presses: int) -> list[str]:
    """What takes the focus on the way through the page and does not show it."""
    unseen = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        unseen.append(
            page.evaluate("""() => {
            const seen = document.activeElement;
            if (!seen || seen === document.body) return "";
            const style = getComputedStyle(seen);
            const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
            return ring || style.boxShadow !== "none" ? "" : seen.outerHTML.slice(0, 120);
        }""")
        )
    return [name for name in unseen if name]
