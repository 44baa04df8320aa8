"""Bringing a blog in, with the page following the work by itself."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from blogs.archives.tasks import check_import, run_import
from blogs.models import ImportJob, Post
from sns.spaces.models import Space
from tests.factories import make_company, make_person

EXPORT = Path(__file__).parents[1] / "blogs" / "archives" / "wordpress.xml"


def test_a_file_is_looked_through_and_brought_in_without_reloading(site, page, context):
    if not Space.objects.filter(kind=Space.Kind.COMPANY).exists():
        make_company()
    hanako = make_person("hanako-imports", name="田中 花子")
    site.log_in(context, hanako)
    page.goto(site.url + "/archives/")
    assert Axe().run(page).violations_count == 0
    page.set_input_files("input[type=file]", EXPORT)
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("#import-state")
    job = ImportJob.objects.filter(owner=hanako).latest("id")
    check_import(job_id=job.pk)
    page.wait_for_selector("input[name=authors]")
    assert page.locator("input[name=authors]:checked").count() == 1
    assert Axe().run(page).violations_count == 0
    page.locator("#import-state form button[type=submit]").click()
    page.wait_for_selector("#import-state[hx-get]")
    run_import(job_id=job.pk)
    page.get_by_role("main").locator(f"a[href='/blogs/{hanako.handle}/']").click()
    page.wait_for_selector("#feed")
    assert Post.objects.filter(author=hanako).count() == 2
