"""Communities in the administration: the only place where an administrator meets the secret ones."""

import pytest

from communities.models import Category
from sns.audit.models import AuditEvent
from sns.people.actions import deactivate_person
from sns.spaces.models import SpaceMember
from tests.communities.clubs import found


@pytest.fixture
def secret(cast):
    return found(cast.alice, access="secret", name="次の一手準備室")


def test_administrators_find_a_secret_community_here_alone(admin, secret):
    assert "次の一手準備室" in admin.get("/admin/communities/community/?q=準備").content.decode()
    assert "次の一手準備室" not in admin.get("/communities/").content.decode()


def test_an_owner_is_appointed_when_the_last_one_has_left(admin, cast, secret):
    deactivate_person(actor=cast.frank, user=cast.alice)
    address = f"/admin/communities/community/{secret.pk}/appoint-owner/"
    assert admin.post(address, {"handle": "nobody-here", "reason": "異動"}).status_code == 200
    assert admin.post(address, {"handle": "@bob", "reason": "前のオーナーの退職"}).status_code == 302
    assert SpaceMember.objects.get(space_id=secret.pk, user=cast.bob).role == "owner"
    assert AuditEvent.objects.get(verb="community.owner_appointed").data["reason"] == "前のオーナーの退職"


def test_categories_of_blogs_and_of_communities_do_not_hide_each_other(admin):
    page = admin.get("/admin/").content.decode()
    assert "/admin/communities/category/" in page
    assert "/admin/blogs/category/" in page
    admin.post("/admin/communities/category/add/", {"name": "学ぶ", "order": "10"})
    assert Category.objects.get().name == "学ぶ"
