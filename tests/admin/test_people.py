"""People, units, postings and roles are changed through the actions, so that all that hangs on them is right."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from sns.audit.models import AuditEvent
from sns.people.models import OrgUnit, RoleTerm, User
from sns.spaces.queries import forget_space_ids, may_see
from tests.factories import make_person, make_unit


def formset(prefix: str, rows=(), initial=0) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def person_form(user: User, **changes) -> dict:
    names = ("name", "reading", "email", "handle", "employee_number", "site", "language", "time_zone")
    return {name: getattr(user, name) or "" for name in names} | changes


def stored(rows) -> list[dict]:
    """Rows of an inline as the browser would send them back."""
    fields = ("unit_id", "title", "primary", "since", "until", "role")
    return [
        {"id": row.pk, "user": row.user_id}
        | {name.removesuffix("_id"): getattr(row, name) or "" for name in fields if hasattr(row, name)}
        for row in rows
    ]


def change(admin, user: User, postings=None, roles=None, **changes):
    posts, terms = list(user.postings.all()), list(user.role_terms.all())
    data = person_form(user, **changes)
    data |= formset("postings", stored(posts) if postings is None else postings, len(posts))
    data |= formset("role_terms", stored(terms) if roles is None else roles, len(terms))
    return admin.post(f"/admin/people/user/{user.pk}/change/", data)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_a_person_is_added_with_a_posting(admin, cast):
    before = len(verbs())
    data = {"name": "新井 新", "email": "Arai@Example.com", "handle": "", "language": "ja"}
    data |= formset("postings", [{"unit": cast.unit.pk, "primary": "on", "since": timezone.localdate()}])
    response = admin.post("/admin/people/user/add/", data | formset("role_terms"))
    assert response.status_code == 302, response.context["errors"]
    user = User.objects.get(email="arai@example.com")
    assert (user.handle, user.postings.get().unit) == ("arai", cast.unit)
    assert may_see(user, cast.unit.space)
    assert verbs()[before:] == ["person.added", "person.posted"]


def test_a_move_ends_the_old_main_post_and_changes_the_spaces(admin, cast):
    old = cast.alice.postings.get()
    old.since -= timedelta(days=30)
    old.save()
    rows = [*stored([old]), {"unit": cast.other_unit.pk, "primary": "on", "since": timezone.localdate()}]
    assert change(admin, cast.alice, postings=rows).status_code == 302
    old.refresh_from_db()
    assert old.until == timezone.localdate() - timedelta(days=1)
    forget_space_ids(cast.alice)
    assert may_see(cast.alice, cast.other_unit.space)
    assert not may_see(cast.alice, cast.unit.space)


def test_a_changed_name_is_saved_and_recorded_without_its_value(admin, cast):
    assert change(admin, cast.alice, name="有田 アリス").status_code == 302
    cast.alice.refresh_from_db()
    assert cast.alice.name == "有田 アリス"
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data, event.actor_id) == ("person.changed", {"fields": ["name"]}, cast.frank.pk)


def test_a_handle_or_address_that_is_taken_is_refused(admin, cast):
    response = change(admin, cast.alice, email="bob@example.com", handle="bob")
    assert response.status_code == 200
    assert {"email", "handle"} <= set(response.context["adminform"].form.errors)


def test_a_role_of_administrator_opens_the_administration(admin, cast):
    rows = [{"role": "administrator", "unit": "", "since": timezone.localdate(), "until": ""}]
    assert change(admin, cast.alice, roles=rows).status_code == 302
    cast.alice.refresh_from_db()
    assert cast.alice.is_staff
    assert cast.alice.is_superuser
    assert "role.given" in verbs()


def test_a_role_taken_away_closes_it(admin, cast):
    grace = make_person("grace", role=RoleTerm.Role.ADMINISTRATOR)
    row = stored(grace.role_terms.all())[0] | {"DELETE": "on"}
    assert change(admin, grace, roles=[row]).status_code == 302
    grace.refresh_from_db()
    assert not grace.is_staff
    assert "role.ended" in verbs()


@pytest.mark.parametrize("ending", [{"DELETE": "on"}, {"until": "yesterday"}])
def test_the_last_administrator_stays(admin, cast, ending):
    RoleTerm.objects.filter(user=cast.frank).update(since=timezone.localdate() - timedelta(days=9))
    if "until" in ending:
        ending = {"until": timezone.localdate() - timedelta(days=1)}
    row = stored(cast.frank.role_terms.all())[0] | ending
    response = change(admin, cast.frank, roles=[row])
    assert response.status_code == 200
    assert "last administrator" in response.content.decode()
    cast.frank.refresh_from_db()
    assert cast.frank.is_staff


def test_a_person_is_deactivated_after_a_question(admin, cast):
    url = f"/admin/people/user/{cast.alice.pk}/deactivate/"
    assert "What the person wrote stays" in admin.get(url).content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.is_active
    assert admin.post(url, {"reason": "転職"}).status_code == 302
    cast.alice.refresh_from_db()
    assert not cast.alice.is_active
    event = AuditEvent.objects.get(verb="person.left")
    assert (event.actor_id, event.data["reason"]) == (cast.frank.pk, "転職")
    assert admin.get(url).status_code == 403  # no second time
    admin.post(f"/admin/people/user/{cast.alice.pk}/reactivate/")
    cast.alice.refresh_from_db()
    assert cast.alice.is_active


def test_the_last_administrator_cannot_deactivate_himself(admin, cast):
    response = admin.post(f"/admin/people/user/{cast.frank.pk}/deactivate/", {})
    assert "last administrator" in response.content.decode()
    cast.frank.refresh_from_db()
    assert cast.frank.is_active


def test_several_people_are_deactivated_after_one_question(admin, cast):
    chosen = {"action": "deactivate_all", "_selected_action": [cast.alice.pk, cast.bob.pk, cast.dave.pk]}
    asked = admin.post("/admin/people/user/", chosen)
    assert asked.context["subjects"] == ["坂東 暮雄", "有田 ありす"]
    assert User.objects.get(pk=cast.bob.pk).is_active
    admin.post("/admin/people/user/", chosen | {"confirmed": "1", "reason": ""})
    assert User.objects.filter(pk__in=[cast.alice.pk, cast.bob.pk], is_active=True).count() == 0


def test_nobody_deletes_a_person(admin, cast):
    assert admin.post(f"/admin/people/user/{cast.alice.pk}/delete/", {"post": "yes"}).status_code == 403
    admin.post("/admin/people/user/", {"action": "delete_selected", "_selected_action": [cast.alice.pk], "post": "yes"})
    assert User.objects.filter(pk=cast.alice.pk).exists()


def test_a_lost_second_factor_is_reset(admin, cast):
    Authenticator.objects.create(user=cast.alice, type="totp", data={})
    admin.post(f"/admin/people/user/{cast.alice.pk}/second-factor/")
    assert not Authenticator.objects.filter(user=cast.alice).exists()
    assert "person.second_factor_reset" in verbs()


def test_a_unit_moves_with_all_below_it(admin, cast):
    top, low = make_unit("本部"), make_unit("係", parent=cast.unit)
    data = {"name": "開発部", "code": cast.unit.code, "parent": top.pk, "position": 0}
    assert admin.post(f"/admin/people/orgunit/{cast.unit.pk}/change/", data).status_code == 302
    low.refresh_from_db()
    assert low.path == f"/{top.pk}/{cast.unit.pk}/{low.pk}/"
    assert may_see(cast.alice, top.space)
    assert AuditEvent.objects.latest("id").verb == "unit.changed"


def test_a_unit_is_never_below_itself(admin, cast):
    low = make_unit("係", parent=cast.unit)
    data = {"name": "開発部", "code": cast.unit.code, "parent": low.pk, "position": 0}
    assert "below itself" in admin.post(f"/admin/people/orgunit/{cast.unit.pk}/change/", data).content.decode()


def test_a_new_unit_has_a_path_and_a_space(admin, cast):
    data = {"name": "新課", "code": "N1", "parent": cast.unit.pk, "position": 0}
    assert admin.post("/admin/people/orgunit/add/", data).status_code == 302
    unit = OrgUnit.objects.get(code="N1")
    assert unit.path == f"{cast.unit.path}{unit.pk}/"
    assert unit.space.name == "新課"


def test_a_skill_is_changed_and_recorded(admin, cast):
    admin.post("/admin/people/skill/add/", {"name": "溶接"})
    assert verbs()[-1] == "skill.added"


def test_the_number_of_drafts_is_all_that_is_seen_of_them(admin, cast):
    page = admin.get(f"/admin/people/user/{cast.alice.pk}/change/").content.decode()
    assert "0 published, 0 drafts" in page
