from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from sns.discussion.actions import set_reaction
from sns.discussion.models import Reaction
from sns.discussion.queries import cards
from sns.entries.models import Entry
from tests.factories import make_comment, make_person, make_post


def counts(post):
    return Entry.objects.get(pk=post.pk).reaction_counts


def test_a_reaction_counts_once_however_often_it_is_sent(cast):
    post = make_post(cast.alice)
    for _ in range(3):
        set_reaction(actor=cast.bob, entry=post, kind="like", on=True)
    set_reaction(actor=cast.carol, entry=post, kind="thanks", on=True)
    assert counts(post) == {"like": 1, "thanks": 1}


def test_taking_back_what_was_never_given_changes_nothing(cast):
    post = make_post(cast.alice)
    set_reaction(actor=cast.bob, entry=post, kind="like", on=False)
    assert counts(post) == {}


def test_a_reaction_on_a_comment_leaves_the_entry_alone(cast):
    post = make_post(cast.alice)
    comment = make_comment(post, cast.bob)
    set_reaction(actor=cast.carol, entry=post, comment=comment, kind="cheer", on=True)
    comment.refresh_from_db()
    assert (comment.reaction_counts, counts(post)) == ({"cheer": 1}, {})


def test_an_outsider_and_an_unknown_kind_are_refused(cast):
    post = make_post(cast.alice, space=cast.unit.space)
    with pytest.raises(PermissionDenied):
        set_reaction(actor=cast.carol, entry=post, kind="like", on=True)
    with pytest.raises(PermissionDenied):
        set_reaction(actor=cast.bob, entry=post, kind="hate", on=True)


def test_a_card_shows_my_reaction(cast):
    post = make_post(cast.alice)
    set_reaction(actor=cast.bob, entry=post, kind="like", on=True)
    (mine,), (theirs,) = cards(cast.bob, [post.pk]), cards(cast.carol, [post.pk])
    assert (mine.reactions[0].count, mine.reactions[0].mine) == (1, True)
    assert (theirs.reactions[0].count, theirs.reactions[0].mine) == (1, False)


@pytest.mark.django_db(transaction=True)
def test_five_hundred_people_at_once_lose_none(cast):
    post = make_post(cast.alice)
    crowd = [make_person() for _ in range(500)]

    def react(people):
        try:
            for person in people:
                set_reaction(actor=person, entry=post, kind="like", on=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(react, [crowd[n::20] for n in range(20)]))
    assert counts(post) == {"like": 500}
    assert Reaction.objects.count() == 500


class TestPages:
    def test_the_button_says_which_state_it_wants(self, cast, as_user):
        post = make_post(cast.alice)
        client = as_user(cast.bob)
        for _ in range(2):
            answer = client.post(f"/entries/{post.pk}/reactions/like/", {"on": "1"}, headers={"HX-Request": "true"})
        assert 'aria-pressed="true"' in answer.text
        assert counts(post) == {"like": 1}

    def test_who_reacted_is_listed(self, cast, as_user):
        post = make_post(cast.alice)
        set_reaction(actor=cast.bob, entry=post, kind="insight", on=True)
        assert cast.bob.name in as_user(cast.carol).get(f"/entries/{post.pk}/reactions/").text

    def test_an_outsider_gets_404(self, cast, as_user):
        post = make_post(cast.alice, space=cast.unit.space)
        client = as_user(cast.carol)
        assert client.get(f"/entries/{post.pk}/reactions/").status_code == 404
        assert client.post(f"/entries/{post.pk}/reactions/like/", {"on": "1"}).status_code == 404
