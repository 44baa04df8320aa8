"""The audit record: read, filtered, taken out; tags merged leave a trace in it."""

import csv
import io
import re

from django.conf import settings

from sns.audit.actions import record
from sns.audit.models import AuditEvent
from sns.audit.verbs import VERBS
from sns.entries.actions import set_tag_follow
from sns.entries.models import Tag
from tests.factories import make_post


def exported(admin, query: str = "") -> list[list[str]]:
    response = admin.get(f"/admin/audit/auditevent/export/{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_record_is_filtered_by_act_actor_and_subject(admin, cast):
    record(actor=cast.frank, verb="unit.changed", subject=cast.unit)
    for query in ("verb=unit.changed", f"actor_id={cast.frank.pk}", "subject_type=people.orgunit", "q=古川"):
        rows = admin.get(f"/admin/audit/auditevent/?{query}").context["cl"].result_list
        assert cast.unit.name in [row.subject_label for row in rows], query
    assert len(admin.get("/admin/audit/auditevent/?verb=unit.changed").context["cl"].result_list) == 1


def test_the_history_of_an_object_leads_to_its_part_of_the_record(admin, cast):
    url = admin.get(f"/admin/people/user/{cast.alice.pk}/history/").headers["Location"]
    rows = admin.get(url).context["cl"].result_list
    assert {row.subject_id for row in rows} == {str(cast.alice.pk)}


def test_the_export_holds_what_the_list_shows_and_is_recorded(admin, cast):
    record(actor=cast.frank, verb="unit.changed", subject=cast.unit, data={"name": "開発部"})
    rows = exported(admin, "?verb=unit.changed")
    assert rows[0][:4] == ["at", "actor_id", "actor_name", "verb"]
    assert [row[3] for row in rows[1:]] == ["unit.changed"]
    assert "開発部" in rows[1][7]
    assert AuditEvent.objects.latest("id").verb == "audit.exported"
    assert len(exported(admin)) > 2


def test_no_cell_of_the_export_is_a_formula(admin, cast):
    cast.alice.name = "=1+1"
    record(actor=cast.alice, verb="person.changed", subject=cast.alice)
    assert [row[2] for row in exported(admin, f"?actor_id={cast.alice.pk}")][1:] == ["'=1+1"]


def test_two_tags_become_one(admin, cast):
    both = make_post(cast.alice, tags=["会議", "ミーティング"])
    one = make_post(cast.alice, tags=["ミーティング"])
    old = Tag.objects.get(label="ミーティング")
    set_tag_follow(user=cast.bob, tag=old, on=True)
    url = f"/admin/entries/tag/{old.pk}/merge/"
    assert "no tag of this name" in admin.post(url, {"into": "ない"}).content.decode()
    assert "tag itself" in admin.post(url, {"into": "ミーティング"}).content.decode()
    admin.post(url, {"into": "#会議"})
    assert not Tag.objects.filter(pk=old.pk).exists()
    for post in (both, one):
        assert [row.tag.label for row in post.entry_tags.select_related("tag")] == ["会議"]
    assert cast.bob.tag_follows.get().tag.label == "会議"
    assert AuditEvent.objects.get(verb="tag.merged").data == {"from": "ミーティング"}


def test_every_act_that_is_recorded_has_words():
    apps = [settings.BASE_DIR / app for app in ("sns", "blogs", "communities")]
    sources = [path.read_text() for app in apps for path in app.rglob("*.py")]
    written = {verb for source in sources for verb in re.findall(r'verb="([a-z_]+\.[a-z_]+)"', source)}
    assert "person.left" in written
    assert written <= VERBS.keys()
