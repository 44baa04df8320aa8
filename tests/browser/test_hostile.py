"""Texts that try to run something, on the real site: nothing runs, under our content policy and without it."""

from urllib.parse import urlsplit

import pytest

from sns.core.markup import parse
from tests.browser.conftest import LOOPBACK, OWN_SCHEMES
from tests.browser.walking import employee
from tests.core.hostile_markdown import CASES, DEEP
from tests.factories import make_comment, make_post

BATCH = 150
# As a browser would send them: no half characters, and the middleware takes NUL out.
SHORT = [source.replace("\0", "").encode(errors="ignore").decode() for _name, source in CASES[: -len(DEEP)]]
BATCHES = ["\n\n---\n\n".join(SHORT[start : start + BATCH]) for start in range(0, len(SHORT), BATCH)]
# Whatever a case calls leaves a mark, also where no dialog opens.
TRAP = """window.pwned = [];
for (const name of ["alert", "hostile", "prompt", "confirm", "msgbox"]) window[name] = () => window.pwned.push(name);"""
# Everything that waits for somebody to touch it, touched; then what there is that should not be.
PROVOKE = """async () => {
    const all = [...document.querySelectorAll(".prose, .prose *")];
    for (const element of all) {
        for (const name of ["mouseover", "mouseenter", "focus", "blur", "toggle", "load", "error", "animationstart"]) {
            element.dispatchEvent(new Event(name));
        }
    }
    await new Promise(done => setTimeout(done, 200));
    const attributes = all.flatMap(element => [...element.attributes]).map(attribute => attribute.name);
    const addresses = all.flatMap(element => [element.href, element.src, element.action, element.formAction]);
    return {
        pwned: window.pwned,
        handlers: attributes.filter(name => /^(on|hx-|data-hx|style$|srcdoc$|formaction$)/.test(name)),
        scripts: document.querySelectorAll(".prose :is(script, iframe, object, embed, form, style, link, svg)").length,
        addresses: addresses.filter(a => typeof a === "string" && a && !/^(https?|mailto):/.test(a)),
    };
}"""
WRITE = "html => { document.open(); document.write('<!doctype html><body>' + html); document.close(); }"
HARMLESS = {"pwned": [], "handlers": [], "scripts": 0, "addresses": []}


class Watched:
    """A page whose every sign of life is noted: dialogs, requests elsewhere, complaints of the content policy."""

    def __init__(self, context):
        self.page, self.seen = context.new_page(), []
        self.page.add_init_script(TRAP)
        self.page.on("dialog", lambda dialog: (self.seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("popup", lambda popup: self.seen.append(f"popup {popup.url}"))
        self.page.on("console", self._complaint)
        self.page.on("request", self._request)

    def _complaint(self, message):
        if "Security Policy" in message.text:
            self.seen.append(message.text)

    def _request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and address.hostname not in LOOPBACK:
            self.seen.append(request.url)

    def check(self):
        assert self.page.evaluate(PROVOKE) == HARMLESS
        assert self.seen == []


@pytest.fixture(params=[False, True], ids=["under our policy", "without a policy"])
def watched(site, new_context, request):
    context = new_context(bypass_csp=request.param)
    reader = employee()
    site.log_in(context, reader)
    return Watched(context), reader


def test_hostile_posts_and_comments_run_nothing(site, watched):
    tab, reader = watched
    for number, batch in enumerate(BATCHES):
        post = make_post(reader, SHORT[number * 7][:200] or "…", batch)
        make_comment(post, reader, batch[:9000])
        tab.page.goto(site.url + post.get_absolute_url())
        assert tab.page.locator(".prose").count() == 2
        tab.check()
    tab.page.goto(f"{site.url}/all/")  # titles and excerpts
    tab.check()


def test_every_hostile_text_alone_runs_nothing(site, watched):
    """Each case rendered by itself, so that none hides in the code block that another has opened."""
    tab, _reader = watched
    tab.page.goto(f"{site.url}/drafts/")
    pieces = [f'<div class="prose">{parse(source).render(prefix=f"e{n}")}</div>' for n, source in enumerate(SHORT)]
    for start in range(0, len(pieces), 300):
        html = "".join(pieces[start : start + 300])
        # Through the parser of a whole document, as a page comes: innerHTML would be milder.
        tab.page.evaluate(WRITE, html)
        assert tab.page.locator("body > .prose").count() == len(pieces[start : start + 300])
        tab.page.evaluate(TRAP + "0")
        tab.check()


def test_the_trap_itself_works(site, new_context):
    tab = Watched(new_context(bypass_csp=True))
    tab.page.goto(f"{site.url}/accounts/login/")
    tab.page.evaluate(WRITE, '<div class="prose"><img src="x:" onerror="alert(1)"><a href="javascript:alert(1)">x</a>')
    tab.page.evaluate(TRAP + "0")
    found = tab.page.evaluate(PROVOKE)
    assert set(found["pwned"]) == {"alert"}  # the broken picture may be tried twice
    assert found["handlers"] == ["onerror"]
    assert found["addresses"] == ["x:", "javascript:alert(1)"]
