"""The administration in a real browser: nothing is blocked by our policy, nothing bars anybody, it fits a phone."""

import itertools

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore

from sns.discussion.moderation import report
from sns.people.models import RoleTerm
from sns.people.setup import is_set_up
from tests.factories import make_comment, make_company, make_person, make_post, make_unit

LISTS = [
    "", "people/user/", "people/orgunit/", "entries/entry/", "discussion/comment/", "discussion/flag/",
    "audit/auditevent/", "ops/job/", "entries/upload/", "spaces/space/",
]  # fmt: skip
_names = itertools.count(1)


@pytest.fixture
def admin(site, context, page):
    """A page of an administrator; whatever the browser complains about is in ``page.problems``."""
    make_company()
    n = next(_names)
    user = make_person(f"admin-in-browser-{n}", make_unit(f"管理課{n}"), role=RoleTerm.Role.ADMINISTRATOR)
    assert is_set_up()
    post = make_post(user)
    report(actor=user, entry=post, comment=make_comment(post, user), reason="？")
    site.log_in(context, user)
    factor = Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    session = SessionStore(next(c["value"] for c in context.cookies() if c["name"] == "sessionid"))
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": factor.pk, "at": 1}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.user = user
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_front_page_and_lists_bar_nobody(site, admin, scheme):
    admin.emulate_media(color_scheme=scheme)
    for path in LISTS:
        assert admin.goto(f"{site.url}/admin/{path}").status == 200
        found = Axe().run(admin, options={"preload": False}).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], path
    assert admin.problems == []


def test_nothing_is_wider_than_a_phone(site, admin):
    admin.set_viewport_size({"width": 390, "height": 800})
    for path in [*LISTS, f"people/user/{admin.user.pk}/change/", f"people/user/{admin.user.pk}/deactivate/"]:
        admin.goto(f"{site.url}/admin/{path}")
        assert admin.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_a_posting_is_added_with_completion_and_calendar(site, admin):
    unit = make_unit(f"検査課{next(_names)}")
    admin.goto(f"{site.url}/admin/people/user/{admin.user.pk}/change/")
    admin.locator("#postings-group .add-row a").click()
    row = admin.locator("#postings-group tr.dynamic-postings").last
    row.locator(".select2-selection").click()
    admin.locator(".select2-container--open .select2-search__field").press_sequentially(unit.name)
    admin.locator(".select2-results__option", has_text=unit.name).click()
    row.locator("input[type=checkbox]").first.uncheck()
    row.locator(".date-icon").first.click()
    admin.locator(".calendarbox:visible td a").first.click()
    admin.locator("input[name=_save]").click()
    admin.wait_for_url(f"{site.url}/admin/people/user/")
    assert admin.user.postings.filter(unit=unit, primary=False).count() == 1
    assert admin.problems == []
