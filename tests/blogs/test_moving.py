"""A post changes its audience or its title: nothing is lost, nothing is told to the wrong people."""

from django.utils import timezone

from blogs.queries.page import post_page
from sns.publishing import publish, restore, revise, withdraw
from sns.spaces.models import Space
from tests.blogs.pages import soup
from tests.factories import draft_post, make_comment, make_post


def changed(post, **fields):
    for name, value in fields.items():
        setattr(post, name, value)
    return revise(actor=post.author, entry=post, tags=["朝会"], base_version=post.version)


def test_moving_a_post_keeps_address_date_comments_and_reactions(as_user, cast):
    unit = Space.objects.get(unit=cast.unit)
    post = make_post(cast.alice, tags=["朝会"])
    make_comment(post, cast.bob, body="残るコメント")
    published = post.published_at
    changed(post, space=unit)
    post.refresh_from_db()
    assert (post.published_at, post.comment_count) == (published, 1)
    assert "残るコメント" in as_user(cast.bob).get(f"/posts/{post.pk}/").content.decode()
    assert as_user(cast.carol).get(f"/posts/{post.pk}/").status_code == 404
    assert post.entry_tags.get().space == unit


def test_a_post_that_moves_out_takes_no_private_title_along(cast):
    unit = Space.objects.get(unit=cast.unit)
    secret = make_post(cast.alice, title="内輪の題名", space=unit)
    post = make_post(cast.alice, space=unit, body=f"/posts/{secret.pk}/")
    comment = make_comment(post, cast.bob, body=f"/posts/{secret.pk}/")
    assert "内輪の題名" in post.body_html
    changed(post, space=Space.objects.get(kind="company"))
    post.refresh_from_db()
    comment.refresh_from_db()
    assert "内輪の題名" not in post.body_html
    assert "内輪の題名" not in comment.body_html


def test_a_title_that_goes_private_disappears_from_other_texts(cast):
    post = make_post(cast.alice, title="異動について")
    other = make_post(cast.carol, body=f"/posts/{post.pk}/")
    comment = make_comment(other, cast.carol, body=f"/posts/{post.pk}/")
    changed(post, space=Space.objects.get(unit=cast.unit))
    for text in (other, comment):
        text.refresh_from_db()
        assert "異動について" not in text.body_html


def test_a_new_title_and_a_withdrawal_show_wherever_it_is_linked(cast):
    post = make_post(cast.alice, title="古い題名")
    other = make_post(cast.carol, body=f"/posts/{post.pk}/")
    changed(post, title="新しい題名")
    other.refresh_from_db()
    assert "新しい題名" in other.body_html
    withdraw(actor=cast.alice, entry=post)
    other.refresh_from_db()
    assert "新しい題名" not in other.body_html
    restore(actor=cast.alice, entry=post)
    other.refresh_from_db()
    assert "新しい題名" in other.body_html
    assert not post_page(cast.bob, make_post(cast.bob).pk).related


def test_a_post_just_published_is_not_called_changed(as_user, cast):
    post = make_post(cast.alice)
    post.refresh_from_db()
    assert post.updated_at == post.published_at
    old = publish(actor=cast.alice, entry=draft_post(cast.alice), at=timezone.now().replace(year=2020))
    old.refresh_from_db()
    assert old.updated_at == old.published_at
    assert "changed" not in soup(as_user(cast.carol).get(f"/posts/{old.pk}/")).select_one("article.post").text
