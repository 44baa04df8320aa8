"""Joining, asking, inviting, roles, leaving, handing over."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from communities.actions.joining import answer_request, ask_to_join, invite
from communities.actions.members import LastOwner, join_community, leave_community, offer_ownership, set_role
from communities.models import Invitation, JoinRequest, OwnershipOffer
from sns.audit.models import AuditEvent
from sns.notifications.models import Notification, Verb
from sns.people.actions import deactivate_person
from sns.spaces.actions import sync_unit_spaces
from sns.spaces.models import SpaceMember
from tests.communities.clubs import archive, change, found, reload


def role(user, community):
    return SpaceMember.objects.filter(space_id=community.pk, user=user).values_list("role", flat=True).first()


def told(user, verb):
    return Notification.objects.filter(user=user, verb=verb)


def test_an_open_community_is_joined_and_left_by_a_click(as_user, cast):
    community = found(cast.alice, welcome="まず一行どうぞ。")
    client = as_user(cast.carol)
    address = f"/communities/{community.pk}/membership/"
    client.post(address, {"on": "1"})
    client.post(address, {"on": "1"})
    assert (role(cast.carol, community), reload(community).member_count) == ("member", 2)
    assert told(cast.carol, Verb.WELCOME).get().excerpt == "まず一行どうぞ。"
    assert client.get(address).status_code == 200
    client.post(address, {"on": "0"})
    assert (role(cast.carol, community), reload(community).member_count) == (None, 1)


@pytest.mark.parametrize("access", ["closed", "secret"])
def test_nobody_walks_into_what_is_not_open(as_user, cast, access):
    community = found(cast.alice, access=access)
    answer = as_user(cast.carol).post(f"/communities/{community.pk}/membership/", {"on": "1"})
    assert answer.status_code == (403 if access == "closed" else 404)
    assert role(cast.carol, community) is None


def test_a_request_is_answered_with_a_few_words(as_user, cast):
    community = found(cast.alice, access="closed", moderators=[cast.bob])
    client = as_user(cast.carol)
    client.post(f"/communities/{community.pk}/ask/", {"message": "失敗談を読みたいです"})
    client.post(f"/communities/{community.pk}/ask/", {"message": "もう一度"})
    asked = JoinRequest.objects.get()
    assert {line.user for line in Notification.objects.filter(verb=Verb.JOIN_REQUEST)} == {cast.alice, cast.bob}
    client = as_user(cast.bob)
    assert "失敗談を読みたいです" in client.get(f"/communities/{community.pk}/requests/").content.decode()
    client.post(f"/communities/{community.pk}/requests/{asked.pk}/", {"accept": "1", "answer": "どうぞ！"})
    assert role(cast.carol, community) == "member"
    assert told(cast.carol, Verb.JOIN_ANSWER).get().excerpt == "どうぞ！"
    assert told(cast.carol, Verb.WELCOME).exists()


def test_a_request_can_be_declined_taken_back_and_made_again(as_user, cast):
    community = found(cast.alice, access="closed")
    asked = ask_to_join(actor=cast.carol, community=community, message="")
    assert answer_request(actor=cast.alice, request=asked, accept=False, answer="いまは満席です")
    assert not answer_request(actor=cast.alice, request=asked, accept=True)  # a colleague was faster
    assert role(cast.carol, community) is None
    client = as_user(cast.carol)
    assert "いまは満席です" in client.get(community.get_absolute_url()).content.decode()
    ask_to_join(actor=cast.carol, community=community, message="また来ました")
    client.post(f"/communities/{community.pk}/ask/", {"on": "0"})
    assert not JoinRequest.objects.filter(answered_at=None).exists()


def test_members_invite_into_an_open_community_and_moderators_into_others(cast):
    open_one = found(cast.alice, members=[cast.bob])
    closed = found(cast.alice, access="closed", members=[cast.bob])
    assert invite(actor=cast.bob, community=open_one, users=[cast.carol, cast.alice, cast.dave, cast.carol])
    assert Invitation.objects.count() == 1  # not whom it has, not who has left, nobody twice
    with pytest.raises(PermissionDenied):
        invite(actor=cast.bob, community=closed, users=[cast.carol])


def test_an_invitation_opens_even_a_secret_community(as_user, cast):
    community = found(cast.alice, access="secret", name="秘密の準備室")
    client = as_user(cast.alice)
    answer = client.post(f"/communities/{community.pk}/invite/", {"to": ["carol"], "message": "ぜひ一緒に"})
    invitation = Invitation.objects.get()
    assert answer.status_code == 302
    assert as_user(cast.bob).get(f"/communities/invitations/{invitation.pk}/").status_code == 404
    client = as_user(cast.carol)
    assert client.get(community.get_absolute_url()).status_code == 404
    assert "ぜひ一緒に" in client.get(f"/communities/invitations/{invitation.pk}/").content.decode()
    answer = client.post(f"/communities/invitations/{invitation.pk}/", {"accept": "1"})
    assert client.get(answer.url).status_code == 200
    assert client.get(f"/communities/invitations/{invitation.pk}/").status_code == 404


def test_who_declines_or_is_no_longer_invited_knows_nothing_of_a_secret_community(as_user, cast):
    community = found(cast.alice, access="secret")
    [declined, withdrawn] = invite(actor=cast.alice, community=community, users=[cast.carol, cast.bob])
    as_user(cast.carol).post(f"/communities/invitations/{declined.pk}/", {"accept": "0"})
    as_user(cast.alice).post(f"/communities/{community.pk}/invite/{withdrawn.pk}/withdraw/")
    assert not Notification.objects.filter(space=community.space, user__in=[cast.carol, cast.bob]).exists()
    assert as_user(cast.bob).get(f"/communities/invitations/{withdrawn.pk}/").status_code == 404


def test_searching_for_people_to_invite_keeps_who_is_chosen(as_user, cast):
    community = found(cast.alice)
    page = (
        as_user(cast.alice).get(f"/communities/{community.pk}/invite/?q=carol&to=bob&message=一緒に").content.decode()
    )
    assert 'value="bob" checked' in page
    assert 'value="carol"' in page
    assert "一緒に" in page


def test_the_owner_makes_moderators_and_nobody_else_does(cast):
    community = found(cast.alice, moderators=[cast.bob], members=[cast.carol])
    set_role(actor=cast.alice, community=community, user=cast.carol, role="moderator")
    assert role(cast.carol, community) == "moderator"
    with pytest.raises(PermissionDenied):
        set_role(actor=cast.bob, community=community, user=cast.carol, role="member")
    with pytest.raises(PermissionDenied):
        set_role(actor=cast.alice, community=community, user=cast.carol, role="owner")
    with pytest.raises(PermissionDenied):
        set_role(actor=cast.alice, community=community, user=cast.alice, role="member")


def test_a_member_is_parted_with_for_a_reason_that_he_is_told(as_user, cast):
    community = found(cast.alice, access="closed", moderators=[cast.bob], members=[cast.carol])
    client = as_user(cast.bob)
    address = f"/communities/{community.pk}/members/{cast.carol.pk}/remove/"
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "異動されたため"})
    assert role(cast.carol, community) is None
    assert "異動されたため" in as_user(cast.carol).get("/notifications/").content.decode()
    assert AuditEvent.objects.get(verb="community.member_removed").data["reason"] == "異動されたため"
    client = as_user(cast.bob)
    assert client.get(f"/communities/{community.pk}/members/{cast.alice.pk}/remove/").status_code == 403


def test_the_last_owner_cannot_leave(as_user, cast):
    community = found(cast.alice, members=[cast.bob])
    answer = as_user(cast.alice).post(f"/communities/{community.pk}/membership/", {"on": "0"})
    assert answer.url == f"/communities/{community.pk}/ownership/"
    assert role(cast.alice, community) == "owner"


def test_a_community_is_handed_over_when_the_other_accepts(as_user, cast):
    community = found(cast.alice, members=[cast.bob])
    client = as_user(cast.alice)
    client.post(f"/communities/{community.pk}/ownership/", {"to": "bob"})
    assert (role(cast.alice, community), role(cast.bob, community)) == ("owner", "member")
    assert told(cast.bob, Verb.OWNERSHIP).exists()
    assert client.get(f"/communities/{community.pk}/ownership/answer/").status_code == 404
    as_user(cast.bob).post(f"/communities/{community.pk}/ownership/answer/", {"accept": "1"})
    assert (role(cast.alice, community), role(cast.bob, community)) == ("moderator", "owner")
    leave_community(actor=cast.alice, community=community)


def test_a_declined_or_withdrawn_offer_changes_nothing(as_user, cast):
    community = found(cast.alice, members=[cast.bob])
    offer_ownership(actor=cast.alice, community=community, to=cast.bob)
    as_user(cast.bob).post(f"/communities/{community.pk}/ownership/answer/", {"accept": "0"})
    offer_ownership(actor=cast.alice, community=community, to=cast.bob)
    as_user(cast.alice).post(f"/communities/{community.pk}/ownership/")
    assert as_user(cast.bob).get(f"/communities/{community.pk}/ownership/answer/").status_code == 404
    assert not OwnershipOffer.objects.filter(answered_at=None).exists()
    assert role(cast.alice, community) == "owner"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays(cast):
    community = found(cast.alice, members=[cast.bob])
    SpaceMember.objects.filter(space_id=community.pk).update(role="owner")

    def leave(user):
        try:
            leave_community(actor=user, community=community)
        except LastOwner:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, [cast.alice, cast.bob])) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_fifty_who_join_at_once_are_counted(cast):
    community = found(cast.alice)
    people = [cast.bob, cast.carol, cast.erin, cast.frank] * 12

    def join(user):
        try:
            join_community(actor=user, community=community)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(join, people))
    assert reload(community).member_count == SpaceMember.objects.filter(space_id=community.pk).count() == 5


def test_many_are_added_by_a_list_of_addresses_and_handles(as_user, cast):
    community = found(cast.alice, access="closed", welcome="ようこそ")
    client, address = as_user(cast.alice), f"/communities/{community.pk}/members/add/"
    answer = client.post(address, {"people": "bob, nobody@example.com\n@carol"})
    assert answer.status_code == 422
    assert "nobody@example.com" in answer.content.decode()
    assert reload(community).member_count == 1
    client.post(address, {"people": "bob, nobody@example.com\n@carol", "skip_unknown": "on"})
    assert reload(community).member_count == 3
    assert told(cast.bob, Verb.WELCOME).get().excerpt == "ようこそ"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_csv_is_read_as_spreadsheets_write_it(as_user, cast, encoding):
    community = found(cast.alice)
    table = "氏名,部署,メール\r\n坂東 暮雄,開発部,BOB@example.com\r\nCarol,製造部,carol@example.com\r\n"
    file = SimpleUploadedFile("名簿.csv", table.encode(encoding))
    answer = as_user(cast.alice).post(f"/communities/{community.pk}/members/add/", {"file": file})
    assert answer.status_code == 302
    assert (role(cast.bob, community), role(cast.carol, community)) == ("member", "member")


def test_the_list_of_members_goes_out_as_csv_without_formulas(as_user, cast):
    cast.bob.name = "=HYPERLINK(1)"
    cast.bob.save()
    community = found(cast.alice, members=[cast.bob, cast.carol])
    answer = as_user(cast.alice).get(f"/communities/{community.pk}/members/export.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {"alice", "bob", "carol"}
    assert rows[1][0] == "alice"  # the owner first
    assert "'=HYPERLINK(1)" in {row[1] for row in rows}
    assert "@example.com" not in answer.content.decode("utf-8-sig")
    assert as_user(cast.carol).get(f"/communities/{community.pk}/members/export.csv").status_code == 403


def test_who_has_left_the_company_is_not_shown_nor_counted(as_user, cast):
    community = found(cast.alice, members=[cast.bob, cast.carol])
    deactivate_person(actor=cast.frank, user=cast.bob)
    sync_unit_spaces()
    assert reload(community).member_count == 2
    assert cast.bob.name not in as_user(cast.carol).get(f"/communities/{community.pk}/members/").content.decode()


def test_nobody_comes_into_an_archived_community(cast):
    community = found(cast.alice)
    invite(actor=cast.alice, community=community, users=[cast.carol])
    community = archive(cast.alice, community)
    with pytest.raises(PermissionDenied):
        join_community(actor=cast.carol, community=community)


def test_whoever_waited_comes_in_by_himself_when_it_opens(as_user, cast):
    community = found(cast.alice, access="closed")
    ask_to_join(actor=cast.carol, community=community, message="")
    change(cast.alice, community, access="open")
    as_user(cast.carol).post(f"/communities/{community.pk}/membership/", {"on": "1"})
    assert JoinRequest.objects.get().accepted
