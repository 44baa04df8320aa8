"""The demo company: what is written holds together, and what is loaded is what the actions would have made."""

import io
import re
from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Max
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from blogs.models import Post
from communities.models import Community, JoinRequest
from communities.models import Invitation as CommunityInvitation
from sns.discussion.models import Comment, Reaction
from sns.entries.models import Bookmark, Entry, Reading
from sns.links.models import EntryLink, Related
from sns.notifications.models import Notification, Preference
from sns.ops.demo import content, logins
from sns.ops.demo.communities import clubs
from sns.ops.demo.loading import load
from sns.ops.demo.pictures import SCENES, portrait, scene
from sns.ops.demo.workdays import JAPAN, Workdays
from sns.ops.demo.writing import days_after, events
from sns.ops.first_steps import first_steps
from sns.ops.rebuild import rebuild_counters
from sns.people.models import OrgUnit, RoleTerm, User

ARTICLES = {article.key: article for article in content.articles()}
PEOPLE = {person.handle: person for person in content.people()}


# -- what is written ---------------------------------------------------------------------------------------


def test_the_company_is_complete():
    units = {unit.key: unit for unit in content.company().units}
    parents = {unit.parent for unit in units.values()}
    departments = units.keys() - parents
    leaders = {person.unit for person in PEOPLE.values() if "leader" in person.roles}
    assert len(departments) == 8
    assert leaders == departments
    assert {person.unit for person in PEOPLE.values()} <= units.keys()
    assert {unit for person in PEOPLE.values() for unit, _title in person.second} <= departments


def test_people_are_told_apart():
    assert len(PEOPLE) >= 60
    assert len({person.number for person in PEOPLE.values()}) == len(PEOPLE)
    assert len({person.name for person in PEOPLE.values()}) == len(PEOPLE)
    assert all(re.fullmatch(r"[ぁ-んー]+ [ぁ-んー]+|[ぁ-んー ]+", person.reading) for person in PEOPLE.values())
    assert all(person.intro and person.skills and person.title for person in PEOPLE.values())


def test_everybody_who_writes_is_on_the_staff():
    writers = {article.author for article in ARTICLES.values()}
    speakers = {remark.by for article in ARTICLES.values() for remark in article.remarks}
    followed = {handle for person in PEOPLE.values() for handle in person.follows}
    mentioned = {
        handle
        for article in ARTICLES.values()
        for text in [article.body, *(remark.text for remark in article.remarks)]
        for handle in re.findall(r"(?<![\w`])@([a-z]+)", text)
    }
    assert writers | speakers | followed | mentioned <= PEOPLE.keys()


def test_every_link_leads_back_to_something_already_written():
    days = Workdays(timezone.now(), time(12, 45))
    written = set()
    for event in events(ARTICLES.values(), days):
        assert set(content.links(event.text)) <= written, event.article.key
        written.add(event.article.key)


def test_answers_come_after_what_they_answer():
    for article in ARTICLES.values():
        said = (-1, article.time)
        for remark in article.remarks:
            at = (days_after(remark), remark.at.split()[1])
            assert at > (0, article.time), article.key
            assert not remark.answer or at > said, (article.key, remark.text)
            assert days_after(remark) <= article.days, (article.key, remark.text)
            said = said if remark.answer else at


def test_every_community_has_people_of_the_staff_and_tells_its_purpose():
    told = clubs()
    assert len({club.key for club in told}) == len(told) == 12
    assert {club.access for club in told} == {"open", "closed", "secret"}
    for club in told:
        asking = {one.by for one in club.request} | {one.to for one in club.invitation}
        assert {*club.everybody, *asking} <= PEOPLE.keys(), club.key
        assert not asking & set(club.everybody), club.key
        assert club.purpose
        assert club.charter
        assert club.welcome


def test_no_two_posts_begin_alike():
    beginnings = [article.body.lstrip("# ")[:10] for article in ARTICLES.values()]
    assert len(set(beginnings)) == len(beginnings)


def test_every_picture_is_drawn_and_shown():
    shown = {name for article in ARTICLES.values() for name in content.photos(article.body)}
    assert shown == SCENES.keys()


def test_pictures_are_the_same_every_time():
    assert portrait("sato", PEOPLE["sato"].portrait).tobytes() == portrait("sato", PEOPLE["sato"].portrait).tobytes()
    assert scene("izakaya").tobytes() == scene("izakaya").tobytes()
    assert scene("izakaya").size == (1600, 1000)


# -- when it happened --------------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", [0, 9, 12, 13, 23])
@pytest.mark.parametrize("day", range(20, 28))
def test_the_story_ends_on_a_working_day_that_is_over(day, hour):
    now = datetime(2026, 11, day, hour, 50, tzinfo=JAPAN)
    days = Workdays(now, time(12, 45))
    last = days.at(0, "12:45")
    assert last < now
    assert now - last < timedelta(days=4)
    assert last.weekday() < 5
    assert days.at(-2, "10:00") > now - timedelta(hours=1)


def test_working_days_skip_weekends():
    days = Workdays(datetime(2026, 11, 24, 15, 0, tzinfo=JAPAN), time(12, 45))
    assert [days.day(ago).isoformat() for ago in (0, 1, 2, 7, -4)] == [
        "2026-11-24", "2026-11-23", "2026-11-20", "2026-11-13", "2026-11-30",
    ]  # fmt: skip
    assert days.words(2) == "11月20日(金)"


# -- what is loaded ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and rolled back afterwards; counts what it sent."""
    with django_db_blocker.unblock(), transaction.atomic():
        now = timezone.now()
        jobs = ProcrastinateJob.objects.filter(queue_name="mail")
        mails, before = len(mail.outbox), jobs.count()
        load(now=now)
        yield SimpleNamespace(now=now, mails=len(mail.outbox) - mails, jobs=jobs.count() - before)
        transaction.set_rollback(True)


def post(key: str) -> Post:
    return Post.objects.get(title=ARTICLES[key].title, author__handle=ARTICLES[key].author)


def test_everything_written_is_there(demo):
    assert User.objects.colleagues().count() == len(PEOPLE)
    assert OrgUnit.objects.count() == len(content.company().units)
    assert Post.objects.count() == len(ARTICLES) >= 100
    said = sum(len(story.remarks) for story in content.stories())
    typed = Comment.objects.filter(entry__kind__in=("post", "topic"), origin=Comment.Origin.TYPED)
    assert typed.count() == said >= 500
    assert Comment.objects.filter(origin=Comment.Origin.TRACKBACK).count() == 1
    assert Comment.objects.exclude(parent=None).count() >= 100
    assert EntryLink.objects.count() >= 40


def test_nobody_gets_mail(demo):
    assert (demo.mails, demo.jobs) == (0, 0)
    assert not Preference.objects.exists()


def test_nothing_lies_in_the_future_and_all_of_it_in_the_last_seven_months(demo):
    for rows, when in ((Entry.objects.live(), "published_at"), (Comment.objects.all(), "created_at"),
                       (Reaction.objects.all(), "created_at"), (Reading.objects.all(), "last_at"),
                       (Notification.objects.all(), "at")):  # fmt: skip
        assert rows.aggregate(last=Max(when))["last"] <= demo.now
        assert not rows.filter(**{f"{when}__lt": demo.now - timedelta(days=210)}).exists()
    assert Entry.objects.live().aggregate(last=Max("published_at"))["last"] > demo.now - timedelta(days=4)


def test_only_posts_that_were_added_to_look_changed(demo):
    changed = {article.title for article in ARTICLES.values() if article.addition}
    found = Entry.objects.live().exclude(kind="page").exclude(updated_at=F("published_at"))
    assert set(found.values_list("title", flat=True)) == changed
    assert all(entry.published_at < entry.updated_at < demo.now for entry in found)
    assert all(entry.revisions.count() == entry.version == 2 for entry in found)
    assert not Entry.objects.live().exclude(created_at=F("published_at")).exists()


def test_the_communities_have_their_members(demo):
    for club in clubs():
        community = Community.objects.select_related("space").get(space__name=club.name)
        roles = dict(community.space.memberships.values_list("user__handle", "role"))
        assert roles.keys() == set(club.everybody)
        assert {handle for handle, role in roles.items() if role == "owner"} == {club.owner}
        assert {handle for handle, role in roles.items() if role == "moderator"} == set(club.moderators)
        assert community.member_count == len(roles)
        first = community.space.memberships.exclude(role="owner").earliest("joined_at")
        assert community.created_at <= first.joined_at


def test_somebody_waits_to_be_let_in_and_somebody_is_invited(demo):
    assert JoinRequest.objects.filter(answered_at=None, created_at__lt=demo.now).count() == 3
    assert CommunityInvitation.objects.get(answered_at=None).user.handle == "sato"


def test_counters_are_what_a_recount_gives(demo):
    assert rebuild_counters() == 0
    liked = post("first-post")
    assert liked.reaction_counts["like"] == liked.reactions.filter(kind="like", comment=None).count() > 30
    assert liked.reader_count == liked.readings.count() > liked.reaction_counts["like"]


def test_whoever_reacted_or_commented_may_see_the_post(demo):
    for entry in Entry.objects.live().filter(space__is_open=False).select_related("space"):
        members = set(entry.space.members.values_list("id", flat=True))
        seen = {*entry.readings.values_list("user_id", flat=True), *entry.reactions.values_list("user_id", flat=True)}
        assert seen | set(entry.comments.values_list("author_id", flat=True)) <= members


def test_every_sort_of_audience_and_state_is_there(demo):
    sato, kuroda = User.objects.get(handle="sato"), User.objects.get(handle="kuroda")
    assert post("imai-neighbour") in Post.objects.visible_to(sato)
    assert post("imai-neighbour") not in Post.objects.visible_to(kuroda)
    assert post("sato-practice") not in Post.objects.visible_to(kuroda)
    assert post("draft-sato") in Post.objects.drafts_of(sato)
    assert post("trashed-test").withdrawn_at is not None
    assert post("next-menu").publish_at > demo.now
    assert post("next-menu").published_at is None


def test_some_questions_still_wait_for_an_answer(demo):
    waiting = Post.objects.live().filter(flavour=Entry.Flavour.QUESTION, comment_count=0)
    assert set(waiting) == {post("vpn-evening"), post("quote-template-old"), post("j77-drawing")}


def test_the_stories_are_linked_to_each_other(demo):
    mentions = EntryLink.objects.filter(target=post("drinks-1")).values("source").distinct().count()
    assert mentions >= 4
    assert EntryLink.objects.filter(source=post("study-group-3"), target=post("scared-of-speaking")).exists()


def test_no_placeholder_is_left(demo):
    for text in [*Entry.objects.values_list("body", flat=True), *Comment.objects.values_list("body", flat=True)]:
        assert "{{post" not in text
        assert "{{date" not in text
        assert "photo:" not in text


def test_every_post_opens_for_its_author(demo):
    for entry in Entry.objects.live().select_related("author"):
        client = Client()
        client.force_login(entry.author)
        answer = client.get(entry.get_absolute_url())
        assert answer.status_code == 200, entry
        assert "<h1" in answer.content.decode()


def test_everybody_has_a_face_a_unit_and_somebody_to_read(demo):
    people = User.objects.colleagues().annotate(follow_count=Count("follows", distinct=True))
    assert all(person.avatar and person.introduction_html for person in people)
    assert all(person.postings.current().filter(primary=True).count() == 1 for person in people)
    assert min(person.follow_count for person in people) >= 1


def test_the_printed_people_can_log_in_with_the_printed_password(demo):
    printed = "\n".join(logins.lines())
    for handle, role in (("sato", None), ("takahashi", RoleTerm.Role.LEADER), ("aizawa", RoleTerm.Role.EXECUTIVE),
                         ("ando", RoleTerm.Role.ADMINISTRATOR)):  # fmt: skip
        user = authenticate(email=f"{handle}@engawa.example", password=logins.PASSWORD)
        assert user is not None, handle
        assert user.email in printed
        assert {held for held, _unit in user.current_roles} == ({role} if role else set())
    assert logins.PASSWORD in printed


def test_the_log_ins_are_printed_again(demo):
    out = io.StringIO()
    call_command("demo", "--logins", stdout=out)
    assert out.getvalue().splitlines() == logins.lines()
    assert first_steps(demo=True) == logins.lines()


def test_a_database_with_people_is_refused(demo):
    before = Post.objects.count()
    with pytest.raises(CommandError, match="people in this database"):
        call_command("demo")
    assert Post.objects.count() == before


@pytest.mark.django_db
def test_log_ins_of_a_demo_that_is_not_there_are_refused():
    User.objects.filter(email__endswith="@engawa.example").update(email=None)
    with pytest.raises(CommandError, match="does not hold the demo"):
        call_command("demo", "--logins")


def test_related_entries_are_there_at_once_and_bookmarks_lie_in_folders(demo):
    with_some = Related.objects.values("entry").distinct().count()
    assert with_some >= 0.8 * Post.objects.filter(published_at__isnull=False, withdrawn_at=None).count()
    for handle in content.company().logins:
        kept = Bookmark.objects.filter(user__handle=handle)
        assert kept.exclude(folder=None).exclude(note="").exists()
