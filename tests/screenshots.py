"""The pictures of README.md, taken from a running demo company: ``python -m tests.screenshots ADDRESS FOLDER``."""

import io
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.conftest import chromium

PASSWORD = "engawa-demo"
READER, WRITER = "takahashi@engawa.example", "sato@engawa.example"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
LIMIT = 150_000
TITLE = "図面の版ちがいを、声に出してなくしました"
TEXT = """## 試したこと

朝の10分、これから使う図面の **版を声に出して** 確かめました。

- 対象: 塗装の治具まわり
- 期間: 2週間

## 起きたこと

| 週 | 版ちがい |
|---|--:|
| はじめる前 | 4 |
| 1週目 | 1 |
| 2週目 | 0 |

> 恥ずかしかったのは、最初の2日だけでした。

## 次の人に伝えたいこと

黙読では気づけません。 #改善の記録
"""
PATIENCE = 300  # seconds until the demo is loaded on a slow machine


def wait_for(address: str) -> None:
    """Return when the server says that it is ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    sys.exit("the demo did not start")


def log_in(context: BrowserContext, address: str, email: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.form button").click()
    page.wait_for_url(f"{address}/")
    return page


def take(page: Page, target: Path) -> None:
    """The visible part of the page as a PNG small enough for a README."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        data = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        if len(data.getvalue()) <= LIMIT:
            break
    target.write_bytes(data.getvalue())
    print(f"{target}  {len(data.getvalue()) // 1000} KB, {colours} colours")


def most_discussed(page: Page, address: str) -> str:
    """The post of the blogs' first page that has been talked about most."""
    page.goto(f"{address}/all/")
    return page.evaluate("""() => {
        const cards = [...document.querySelectorAll("#feed article")];
        const talk = card => +(card.querySelector("a[href$='#comments'] .num")?.textContent || 0);
        cards.sort((a, b) => talk(b) - talk(a));
        return cards[0].querySelector("h2 a").href;
    }""")


def desk(context: BrowserContext, address: str, folder: Path) -> None:
    page = log_in(context, address, READER)
    take(page, folder / "home.png")
    page.goto(most_discussed(page, address))
    page.set_viewport_size(DESK | {"height": 1500})  # down to the comments
    take(page, folder / "post.png")
    page.set_viewport_size(DESK)
    page.goto(f"{address}/people/takahashi/")
    take(page, folder / "profile.png")
    page.goto(f"{address}/communities/")
    page.get_by_role("link", name="夕方の勉強会").first.click()
    take(page, folder / "community.png")
    page.goto(f"{address}/search/?q=図面")
    take(page, folder / "search.png")
    page.goto(f"{address}/events/")
    page.locator("main h2 a, main h3 a").first.click()
    take(page, folder / "event.png")
    page.goto(f"{address}/posts/new/?template=lesson")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_body").fill(TEXT)
    page.locator("[data-editor-preview]").get_by_text("恥ずかしかった").wait_for()
    page.locator("#id_title").evaluate("field => window.scrollTo(0, field.getBoundingClientRect().top + scrollY - 110)")
    take(page, folder / "editor.png")


def main(address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wait_for(address)
    options = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", "color_scheme": "light"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--hide-scrollbars"])
        desk(browser.new_context(viewport=DESK, **options), address, folder)
        phone = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, **options)
        take(log_in(phone, address, WRITER), folder / "phone.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
