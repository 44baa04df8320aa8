from sns.notifications.models import Notification, Verb
from sns.notifications.queries import count_unread
from sns.notifications.wishes import wants_mail
from sns.people.models import User
from tests.factories import make_comment, make_person, make_post


def bell(user):
    return count_unread(User.objects.get(pk=user.pk))


def test_one_line_per_entry_is_bumped_and_counts_the_others(cast, as_user):
    post = make_post(cast.alice)
    for person in (cast.bob, cast.carol, cast.carol):
        make_comment(post, person)
    assert (bell(cast.alice), Notification.objects.get(user=cast.alice).others) == (1, 1)
    assert cast.carol.name in as_user(cast.alice).get("/notifications/").text


def test_following_a_line_marks_it_read_and_leads_to_the_comment(cast, as_user):
    comment = make_comment(make_post(cast.alice), cast.bob)
    line = Notification.objects.get(user=cast.alice)
    assert as_user(cast.alice).get(f"/notifications/{line.pk}/").url == f"/comments/{comment.pk}/"
    assert bell(cast.alice) == 0
    make_comment(comment.entry, cast.carol)
    assert (bell(cast.alice), Notification.objects.get(user=cast.alice).others) == (1, 0)


def test_all_are_marked_read_at_once(cast, as_user):
    for _ in range(3):
        make_comment(make_post(cast.alice), cast.bob)
    client = as_user(cast.alice)
    client.post("/notifications/read/")
    assert bell(cast.alice) == 0


def test_nobody_reads_anothers_line(cast, as_user):
    make_comment(make_post(cast.alice), cast.bob)
    assert as_user(cast.carol).get(f"/notifications/{Notification.objects.get().pk}/").status_code == 404


def test_a_line_of_a_space_that_i_have_left_is_not_shown(cast, as_user):
    make_comment(make_post(cast.alice, "開発部の秘密", space=cast.unit.space), cast.bob, "@alice")
    cast.unit.space.memberships.filter(user=cast.alice).delete()
    assert "開発部の秘密" not in as_user(cast.alice).get("/notifications/").text


def test_the_list_takes_few_queries_and_pages_by_keyset(cast, as_user, django_assert_max_num_queries):
    for n in range(35):
        make_comment(make_post(cast.alice, f"{n}本目"), make_person(f"p{n}"))
    client = as_user(cast.alice)
    with django_assert_max_num_queries(10):
        first = client.get("/notifications/").text
    link = first.split('hx-get="?before=')[1].split('"')[0]
    second = client.get(f"/notifications/?before={link}", headers={"HX-Request": "true"}).text
    assert (first.count("unread-row"), second.count("unread-row")) == (30, 5)


def test_preferences_are_kept(cast, as_user):
    client = as_user(cast.alice)
    client.post("/settings/notifications/", {"mention-mail": "on"})
    wanted = wants_mail(cast.alice)
    assert wanted[Verb.MENTION] is True
    assert wanted[Verb.COMMENT] is False
    assert "checked" in client.get("/settings/notifications/").text
