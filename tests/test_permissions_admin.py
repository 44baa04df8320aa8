"""Who gets into the administration, and what an administrator finds there."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from sns.discussion.models import Flag
from sns.entries.models import Tag
from sns.ops.models import Job
from sns.people.models import Skill
from tests.permission_things import cookies_of, things_of
from tests.test_permissions import ask, leads_to_log_in, patterns

# What frank gets from a GET of each model: list, add, change, delete. 403: no administrator may; 302: there is none.
MODELS = """
audit.auditevent    200 403 200 403   the record is only read
blogs.category      200 403 200 403
blogs.importjob     200 403 200 403
blogs.oldurl        200 403 302 403
communities.category    200 200 200 200
communities.companyvalue 200 200 302 403
communities.community   200 403 200 403   described by its own people
communities.joinrequest 200 403 200 403
discussion.comment  200 403 200 403   looked at and taken out with a reason, never rewritten
discussion.flag     200 403 200 403
entries.entry       200 403 200 403
entries.tag         200 403 200 403
entries.upload      200 403 200 403
ops.job             200 403 200 403
people.invitation   200 403 200 403
people.orgunit      200 200 200 403
people.posting      200 403 200 403
people.roleterm     200 403 200 403
people.skill        200 200 200 200
people.user         200 200 200 403   deactivated, never deleted
spaces.space        200 403 200 403
links.trackbackhost  200 200 302 302   the list of blogs outside
links.outgoingping  200 403 302 403
notifications.pendingmail 200 403 200 403
notifications.digest      200 403 302 403
"""
# Acts on one object, each with a page that asks first: act, object, what frank gets. 403: nothing to do there;
# 404: what only its author knows of is hidden from administrators as well.
ACTS = """
people_user_act_deactivate        alice           200
people_user_act_reactivate        dave            200
people_user_act_second-factor     frank           403
entries_entry_act_open            unit_post       200
entries_entry_act_open            open_post       403
entries_entry_act_open            private_post    404
entries_entry_act_open            draft           404
entries_entry_act_withdraw        open_post       200
entries_entry_act_withdraw        private_post    404
entries_entry_act_withdraw        draft           404
entries_entry_act_restore         trashed         403
discussion_comment_act_open       unit_comment    200
discussion_comment_act_remove     open_comment    200
discussion_comment_act_restore    open_comment    403
discussion_flag_act_keep          flag            200
discussion_flag_act_remove        flag            200
entries_tag_act_merge             tag             200
communities_community_act_appoint-owner cabal     200
ops_job_act_run-again             job_of_worker   403
"""


def admin_addresses() -> list[tuple[str, str]]:
    """(name, path) of every address of the administration, arguments filled in with a number or a plain word."""
    found = []
    for name, route in patterns():
        if route.startswith("admin/"):
            path = re.sub(r"<\w+:\w+>", "1", route).replace("(?P<url>.*)$", "no/such/page/")
            path = re.sub(r"\(\?P<app_label>(\w+)[^)]*\)", r"\1", path).replace("^", "").replace("$", "")
            found.append((name, f"/{path}"))
    return found


@pytest.fixture
def cookies(cast):
    return cookies_of(cast)


def test_only_administrators_with_their_second_factor_get_in(cookies):
    wrong = []
    for name, path in admin_addresses():
        for method in ("GET", "POST"):
            if not leads_to_log_in(ask(cookies["nobody"], method, path)[0]):
                wrong.append(f"{method} {name} is open to somebody who is not logged in")
            if not leads_to_log_in(ask(cookies["dave"], method, path)[0]):
                wrong.append(f"{method} {name} is open to somebody who has left")
            for actor in ("alice", "erin"):
                if (status := ask(cookies[actor], method, path)[0].status_code) != 403:
                    wrong.append(f"{method} {name} answers {actor} with {status}")
            answer = ask(cookies["gina"], method, path)[0]
            if answer.headers.get("Location") != reverse("mfa_activate_totp"):
                wrong.append(f"{method} {name} answers gina with {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_administrator_gets_what_the_tables_say(cookies, cast):
    things = things_of(cast) | {name: getattr(cast, name).pk for name in ("alice", "dave", "frank")}
    Skill.objects.create(name="溶接")
    things |= {
        "flag": Flag.objects.order_by("pk").first().pk,
        "tag": Tag.objects.first().pk,
        "job_of_worker": Job.objects.first().pk,
    }
    wrong = []
    for line in MODELS.strip().splitlines():
        label, *expected = line.split()[:5]
        model = apps.get_model(label)
        first = model._default_manager.first()
        base, args = f"admin:{label.replace('.', '_')}_", [first.pk if first else 1]
        views = (("changelist", []), ("add", []), ("change", args), ("delete", args))
        got = [str(ask(cookies["frank"], "GET", reverse(base + view, args=a))[0].status_code) for view, a in views]
        if got != expected:
            wrong.append(f"{label}: expected {' '.join(expected)}, got {' '.join(got)}")
    for line in ACTS.strip().splitlines():
        name, thing, expected = line.split()
        answer, written = ask(cookies["frank"], "GET", reverse(f"admin:{name}", args=[things[thing]]))
        if str(answer.status_code) != expected or written:
            wrong.append(f"{name:33} {thing:15} {answer.status_code} {written or ''}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_tables_have_every_model_and_every_act_and_no_other():
    models = {line.split()[0] for line in MODELS.strip().splitlines()}
    assert models == {model._meta.label_lower for model in admin.site._registry}
    acts = {line.split()[0] for line in ACTS.strip().splitlines()}
    assert acts == {name.removeprefix("admin:") for name, _path in admin_addresses() if "_act_" in name}
