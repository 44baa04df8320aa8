"""Two requests at the same instant, with real threads and transactions."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from blogs.actions import publish_due
from blogs.models import Post
from sns.notifications.models import Notification
from sns.publishing import save_draft
from tests.blogs.pages import fields
from tests.factories import draft_post, make_company, make_person, make_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice():
    make_company()
    make_person("bob")
    return make_person("alice")


def at_once(*jobs):
    """Run the jobs in threads of their own and give back their results."""

    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_double_click_posts_once_also_in_the_same_instant(alice):
    clients = [client_of(alice) for _n in range(4)]
    form = fields(clients[0].get("/posts/new/")) | {"title": "題", "body": "@bob 文", "intent": "publish"}
    form["submission"] = str(uuid.uuid4())
    answers = at_once(*[lambda c=c: c.post("/posts/new/", form) for c in clients])
    assert {answer.status_code for answer in answers} == {302}
    post = Post.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/posts/{post.pk}/"}
    assert post.revisions.count() == 1
    assert Notification.objects.count() == 1


def test_of_two_editors_saving_at_once_exactly_one_goes_through(alice):
    post = make_post(alice)
    clients = [client_of(alice) for _n in range(4)]
    form = fields(clients[0].get(f"/posts/{post.pk}/edit/")) | {"intent": "publish"}
    jobs = [
        lambda c=c, n=n: c.post(f"/posts/{post.pk}/edit/", form | {"body": f"編集者{n}"}).status_code
        for n, c in enumerate(clients)
    ]
    assert sorted(at_once(*jobs)) == [302, 409, 409, 409]
    assert post.revisions.count() == 2


def test_two_workers_publish_a_due_post_once(alice):
    for n in range(6):
        due = timezone.now() - timedelta(minutes=n)
        save_draft(actor=alice, entry=draft_post(alice, body="@bob", publish_at=due))
    assert sum(at_once(publish_due, publish_due, publish_due)) == 6
    assert Post.objects.live().count() == 6
    assert all(post.revisions.count() == 1 for post in Post.objects.all())
