"""The editor in real Chromium: typing, pasting, files, completion, saving, losing the connection."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.editor_page import TOKEN, Company, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASTE = """(field, [html, text, files]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  for (const name of files) data.items.add(new File(["x"], name, { type: "image/png" }));
  field.focus();
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return !field.dispatchEvent(event);
}"""


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def site(company):
    server = serve(company)
    yield f"http://127.0.0.1:{server.server_port}"
    company.delay.set()
    server.shutdown()


@pytest.fixture
def page(browser, site):
    context = browser.new_context(base_url=site, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Security" in message.text else None)
    page.goto("/posts/new/")
    page.wait_for_selector("[role=toolbar]:visible")
    yield page
    context.close()
    assert problems == []


def field(page):
    return page.locator("textarea[name=body]")


def type_in(page, text):
    field(page).focus()
    page.keyboard.insert_text(text)


def paste(page, html="", text="", files=()):
    return field(page).evaluate(PASTE, [html, text, list(files)])


def select(page, start, end):
    field(page).evaluate("(field, [a, b]) => { field.focus(); field.setSelectionRange(a, b); }", [start, end])


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("bold", "言葉", "**言葉**"),
        ("italic", "言葉", "*言葉*"),
        ("strike", " 言葉 ", " ~~言葉~~ "),
        ("code", "a\nb", "```\na\nb\n```\n\n"),
        ("heading", "言葉", "# 言葉"),
        ("quote", "一\n二", "> 一\n> 二"),
        ("bullets", "1. 一\n2. 二", "- 一\n- 二"),
        ("numbers", "一\n二", "1. 一\n2. 二"),
        ("tasks", "- 一", "- [ ] 一"),
        ("link", "https://example.com/", "[](https://example.com/)"),
    ],
)
def test_a_toolbar_button_formats_the_selection(page, name, before, after):
    type_in(page, before)
    select(page, 0, len(before))
    page.click(f"[data-command={name}]")
    expect(field(page)).to_have_value(after)
    page.keyboard.press("Control+z")
    expect(field(page)).to_have_value(before)


def test_bold_twice_is_plain_again(page):
    type_in(page, "言葉")
    select(page, 0, 2)
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+b")
    expect(field(page)).to_have_value("言葉")


def test_the_toolbar_is_one_tab_stop_with_arrow_keys(page):
    page.focus("[data-command=heading]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.command") == "bold"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.command") == "preview"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.command") == "heading"
    assert page.locator("[role=toolbar] [tabindex='0']").count() == 1


def test_enter_continues_a_list_and_an_empty_item_ends_it(page):
    type_in(page, "1. 一")
    for text in ("Enter", "二", "Enter", "Enter", "三"):
        page.keyboard.press(text) if text == "Enter" else page.keyboard.insert_text(text)
    expect(field(page)).to_have_value("1. 一\n2. 二\n三")


@pytest.mark.parametrize(
    ("line", "next_line"), [("> 引用", "> "), ("- [x] 済", "- [ ] "), ("  - 下", "  - "), ("> - 一", "> - ")]
)
def test_enter_continues_quotes_tasks_and_nested_lists(page, line, next_line):
    type_in(page, line)
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(f"{line}\n{next_line}")


def test_enter_inside_fenced_code_is_a_line_break(page):
    type_in(page, "```\n- a")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("```\n- a\n")


def test_tab_nests_a_list_item_and_escape_frees_the_key(page):
    type_in(page, "1. 一\n- 二")
    page.keyboard.press("Tab")
    expect(field(page)).to_have_value("1. 一\n   - 二")
    page.keyboard.press("Shift+Tab")
    expect(field(page)).to_have_value("1. 一\n- 二")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(field(page)).not_to_be_focused()


def test_tab_outside_a_list_leaves_the_field(page):
    type_in(page, "文")
    page.keyboard.press("Tab")
    expect(field(page)).not_to_be_focused()


def test_enter_that_ends_a_composition_is_not_ours(page):
    type_in(page, "- ")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "かい", "selectionStart": 2, "selectionEnd": 2})
    handled = field(page).evaluate(
        "field => ['Enter', 'b'].some(key => !field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key, ctrlKey: key === 'b', isComposing: true, bubbles: true, cancelable: true})))"
    )
    assert not handled
    client.send("Input.insertText", {"text": "会"})
    expect(field(page)).to_have_value("- 会")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("- 会\n- ")


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body><!--StartFragment--><h1>週次<b>報告</b><o:p></o:p></h1><p class=MsoNormal>本日は<b>良い</b>
知らせ、<i>詳細</i>は<a href="https://example.com/a">こちら</a>。<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:21pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>●<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>一つ目</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:42pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>中の一</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:42pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span>中の二</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>●</span>二つ目</p>
<!--EndFragment--></body></html>"""

EXCEL = """<table border=0><col width=72><tr height=18><td class=xl65>品名</td><td>数</td><td></td></tr>
<tr><td>A|B</td><td align=right>12</td><td></td></tr>
<tr><td>二行<br>の名</td><td align=right>3</td><td></td></tr></table>"""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span>予定</span></h2>
<p dir="ltr"><span style="font-weight:400">これは</span><span style="font-weight:700">大事</span><span
style="font-style:italic">です</span></p><ul><li dir="ltr" aria-level="1">
<p dir="ltr" role="presentation"><span>外</span></p></li>
<ul><li dir="ltr" aria-level="2"><p role="presentation"><span>内</span></p></li></ul>
<li role="checkbox" aria-checked="true"><p><span>済</span></p></li></ul></b>"""

WEB = """<div><h3><a href="https://example.com/">題</a></h3><p>一*二_三 snake_case<br># 行</p>
<blockquote><p>引用</p></blockquote>
<pre><code class="language-py">a = [1]
</code></pre><ol start="3"><li>三</li><li>四<ul><li>下</li></ul></li></ol><script>alert(1)</script>
<p><a href="javascript:alert(1)">悪</a> <img src="https://evil.example/t.gif" onerror="alert(1)" alt="t"></p></div>"""


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param(
            WORD,
            "# 週次報告\n\n本日は**良い**知らせ、*詳細*は[こちら](https://example.com/a)。\n\n"
            "- 一つ目\n  1. 中の一\n  2. 中の二\n- 二つ目\n\n",
            id="word",
        ),
        pytest.param(EXCEL, "| 品名 | 数 |\n| --- | ---: |\n| A\\|B | 12 |\n| 二行 の名 | 3 |\n\n", id="excel"),
        pytest.param(GOOGLE, "## 予定\n\nこれは**大事***です*\n\n- 外\n  - 内\n- [x] 済\n\n", id="google docs"),
        pytest.param(
            WEB,
            "### [題](https://example.com/)\n\n一\\*二_三 snake_case\n\\# 行\n\n> 引用\n\n```py\na = [1]\n```\n\n"
            "3. 三\n4. 四\n   - 下\n\n悪\n\n",
            id="web",
        ),
    ],
)
def test_pasted_documents_become_markdown(page, html, markdown):
    assert paste(page, html, "plain")
    expect(field(page)).to_have_value(markdown)
    page.keyboard.press("Control+z")
    expect(field(page)).to_have_value("")


def test_joined_cells_keep_their_columns(page):
    paste(
        page,
        "<table><tr><td colspan=2>題</td></tr><tr><td rowspan=2>一</td><td>二</td></tr><tr><td>三</td></tr></table>",
    )
    expect(field(page)).to_have_value("| 題 |  |\n| --- | --- |\n| 一 | 二 |\n|  | 三 |\n\n")


def test_a_few_bold_words_are_pasted_where_the_caret_is(page):
    type_in(page, "前後")
    select(page, 1, 1)
    paste(page, "<b>太字</b>", "太字")
    expect(field(page)).to_have_value("前**太字**後")


def test_plain_text_and_styled_source_code_are_left_to_the_browser(page):
    assert not paste(page, "", "- *そのまま*")
    assert not paste(page, "<div style='font-family:monospace'><span>a_b</span></div>", "a_b")


def test_an_address_pasted_over_words_makes_a_link(page):
    type_in(page, "ここを見る")
    select(page, 0, 2)
    assert paste(page, "", "https://example.com/x")
    expect(field(page)).to_have_value("[ここ](https://example.com/x)を見る")


def test_shift_paste_stays_plain(page):
    field(page).focus()
    field(page).dispatch_event("keydown", {"key": "V", "code": "KeyV", "ctrlKey": True, "shiftKey": True})
    assert not paste(page, "<b>x</b>", "x")


def test_a_pasted_picture_is_uploaded_and_asks_for_its_description(page, company):
    company.delay.clear()
    type_in(page, "前")
    assert paste(page, files=["cat.png"])
    expect(page.locator(".upload-row progress")).to_be_visible()
    assert "cat.png" in field(page).input_value()
    page.keyboard.insert_text("後")
    company.delay.set()
    expect(field(page)).to_have_value(f"前\n\n![cat.png](/files/{TOKEN}/)\n\n後")
    assert company.saves("/files/")[0] == {"file": "cat.png", "csrf header": "page-token"}
    expect(page.locator(".upload-row")).to_have_count(0)
    alt = page.locator(".picture-list input")
    expect(alt).to_have_value("")
    alt.fill("眠る[猫]")
    expect(field(page)).to_have_value(f"前\n\n![眠る\\[猫\\]](/files/{TOKEN}/)\n\n後")


def test_a_refused_file_says_why_and_keeps_the_text(page, company):
    company.answers["/files/"] = [(415, {"error": "この形式は使えません。"}), (413, "<html>")]
    type_in(page, "前")
    paste(page, files=["a.png", "b.png"])
    expect(page.locator(".upload-row [data-error]")).to_have_count(2)
    expect(page.get_by_text("この形式は使えません。")).to_be_visible()
    assert field(page).input_value().strip() == "前"


def test_people_are_completed_by_keyboard(page):
    type_in(page, "担当は@たな")
    expect(page.locator("[role=listbox] [role=option]")).to_have_count(2)
    assert field(page).get_attribute("aria-activedescendant") == "candidate-0"
    page.keyboard.press("ArrowDown")
    assert field(page).get_attribute("aria-activedescendant") == "candidate-1"
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("担当は@hana ")
    expect(page.locator("[role=listbox]")).to_have_count(0)
    assert field(page).get_attribute("aria-controls") is None


def test_the_list_opens_near_the_caret_and_escape_closes_it(page):
    type_in(page, "一\n二\n@")
    box = page.locator("[role=listbox]").bounding_box()
    area = field(page).bounding_box()
    assert area["y"] < box["y"] < area["y"] + 200
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_have_count(0)


def test_a_new_tag_is_not_replaced_by_enter_but_one_can_be_chosen(page):
    type_in(page, "#縁")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("#縁\n")
    page.keyboard.insert_text("＃縁")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field(page)).to_have_value("#縁\n#縁側 ")


def test_a_mail_address_opens_no_list(page, company):
    type_in(page, "taro@tar")
    page.wait_for_timeout(400)
    assert company.saves("/complete/people/") == []


def test_the_preview_follows_the_text(page, company):
    type_in(page, "見る")
    expect(page.locator(".shown")).to_have_text("見る")
    page.click("[data-command=preview]")
    expect(page.locator("[data-editor-preview]")).to_be_hidden()


def test_the_first_autosave_makes_a_draft_and_moves_the_page_there(page, company):
    page.fill("[name=title]", "題")
    type_in(page, "本文")
    expect(page.locator("[role=status]").first).not_to_be_empty(timeout=6000)
    first = company.saves("/drafts/")[0]
    assert (first["title"], first["body"], first["version"]) == ("題", "本文", "")
    assert page.url.endswith("/posts/5/edit/")
    type_in(page, "続き")
    page.wait_for_timeout(3600)
    assert company.saves()[0]["version"] == "1"
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('engawa:draft'))") == []
    page.close(run_before_unload=True)


def test_an_empty_page_makes_no_draft(page, company):
    type_in(page, " ")
    page.wait_for_timeout(3500)
    assert company.saves("/drafts/") == []


def test_a_conflict_stops_saving_and_keeps_the_text(page, company):
    company.answers["/drafts/"] = [(409, {"conflict": True, "edit_url": "/posts/5/edit/"})]
    type_in(page, "私の文")
    link = page.locator("[data-when=conflict] a")
    expect(link).to_be_visible(timeout=6000)
    assert link.get_attribute("href") == "/posts/5/edit/"
    type_in(page, "続き")
    page.wait_for_timeout(3500)
    assert len(company.saves("/drafts/")) == 1
    expect(field(page)).to_have_value("私の文続き")


@pytest.mark.parametrize("answer", [(302, "login"), (403, "<html>"), (401, {})])
def test_a_lost_login_is_said_and_the_text_stays_in_the_browser(page, company, answer):
    company.answers["/drafts/"] = [answer]
    type_in(page, "大事")
    expect(page.locator("[data-when=signedOut]")).to_be_visible(timeout=6000)
    assert "大事" in page.evaluate("JSON.stringify(localStorage)")


def test_offline_text_stays_in_the_browser_and_is_sent_when_online(page, company):
    page.context.set_offline(True)
    type_in(page, "電車の中")
    expect(page.locator("[data-state=local]")).to_be_visible(timeout=6000)
    assert "電車の中" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    expect(page.locator("[data-state=saved]")).to_be_visible(timeout=6000)
    assert page.evaluate("localStorage.length") == 0


def test_a_lost_answer_is_asked_for_with_the_same_words(page, company):
    page.route("**/drafts/", lambda route: route.abort(), times=1)
    type_in(page, "一")
    expect(page.locator("[data-state=local]")).to_be_visible(timeout=6000)
    type_in(page, "二")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(4500)
    assert [save["body"] for save in company.saves("/drafts/") + company.saves()] == ["一", "一二"]


def leave_a_copy(page, body="書きかけ", age=60, submitted=False):
    fields = json.dumps([["title", ""], ["body", body]], separators=(",", ":"))
    copy = {"at": page.evaluate("Date.now()") - age * 1000, "fields": fields}
    page.evaluate(
        "([key, copy]) => localStorage.setItem(key, copy)",
        ["engawa:draft:7:/drafts/:old", json.dumps(copy | {"submitted": submitted})],
    )


def test_a_copy_of_the_browser_is_offered_and_restored(page, company):
    leave_a_copy(page)
    page.reload()
    expect(page.locator("[data-editor-recovery]")).to_be_visible()
    expect(field(page)).to_have_value("")
    page.click("[data-restore]")
    expect(field(page)).to_have_value("書きかけ")
    expect(page.locator("[data-state=saved]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_a_copy_can_be_thrown_away(page):
    leave_a_copy(page)
    page.reload()
    page.click("[data-discard]")
    assert page.evaluate("localStorage.length") == 0
    expect(field(page)).to_have_value("")


def test_a_copy_that_says_the_same_is_not_offered(page):
    leave_a_copy(page, body="")
    page.reload()
    page.wait_for_selector("[role=toolbar]:visible")
    expect(page.locator("[data-editor-recovery]")).to_be_hidden()


def test_a_sent_text_leaves_no_copy_behind(page, company):
    type_in(page, "公開する文")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#left")
    assert company.saves("/posts/new/")[0]["action"] == "publish"
    assert '"submitted":true' in page.evaluate("Object.values(localStorage).join()")
    page.goto("/comments/")
    page.wait_for_selector(".editor-tools")
    assert page.evaluate("localStorage.length") == 0


def test_logging_out_takes_the_copies_along(page):
    page.goto("/comments/")
    leave_a_copy(page)
    page.click("#logout")
    page.wait_for_url("**/left/")
    assert page.evaluate("localStorage.length") == 0


def test_publishing_waits_for_the_save_and_the_file_on_their_way(page, company):
    type_in(page, "文")
    company.delay.clear()
    paste(page, files=["cat.png"])
    page.click("text=publish")
    page.wait_for_timeout(300)
    assert company.saves("/posts/new/") == []
    company.delay.set()
    page.wait_for_selector("#left")
    assert TOKEN in company.saves("/posts/new/")[0]["body"]


def test_leaving_warns_only_about_unsaved_text(page, company):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_in(page, "文")
    expect(page.locator("[data-state=saved]")).to_be_visible(timeout=6000)
    page.reload()
    assert asked == []
    page.wait_for_selector("[role=toolbar]:visible")
    field(page).press_sequentially("追記")
    page.reload()
    assert asked == ["beforeunload"]


def test_choosing_a_template_asks_and_keeps_the_text(page, company):
    type_in(page, "書いた")
    page.click("#daily")
    page.click("dialog [value='']")
    expect(field(page)).to_have_value("書いた")
    page.click("#daily")
    page.click("dialog [value=go]")
    page.wait_for_url("**/left/")
    assert company.saves("/drafts/")[0]["body"] == "書いた"


def test_a_comment_field_has_the_light_version_also_after_a_swap(page):
    page.goto("/comments/")
    page.wait_for_selector(".editor-tools")
    page.evaluate(
        "() => { const form = document.querySelector('form').cloneNode(true);"
        " form.querySelector('.editor-tools').remove();"
        " form.querySelector('textarea').id = 'swapped'; document.querySelector('main').append(form);"
        " form.dispatchEvent(new CustomEvent('htmx:load', {bubbles: true, detail: {elt: form}})); }"
    )
    page.focus("#swapped")
    page.keyboard.insert_text("- 一")
    page.keyboard.press("Enter")
    expect(page.locator("#swapped")).to_have_value("- 一\n- ")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/left/")


def test_the_page_needs_no_script(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/posts/new/")
    assert not page.is_visible("[role=toolbar]")
    page.fill("textarea[name=body]", "素の文")
    page.click("text=publish")
    page.wait_for_selector("#left")
    context.close()


def test_the_editor_has_no_axe_violation(browser, site):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/posts/new/")
    page.wait_for_selector("[role=toolbar]:visible")
    type_in(page, f"![猫](/files/{TOKEN}/)\n\n@")
    expect(page.locator("[role=listbox]")).to_be_visible()
    found = Axe().run(page, context=".editor, [role=listbox]").response["violations"]
    context.close()
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
