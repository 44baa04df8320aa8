"""Every derived column can be made again and comes out as the actions wrote it."""

import io

import pytest
from django.core.management import call_command

from sns.discussion.actions import remove_comment, set_reaction
from sns.discussion.models import Comment
from sns.entries.actions import mark_read
from sns.entries.models import Entry, EntryTag
from sns.links.models import EntryLink
from sns.spaces.models import SpaceMember
from tests.factories import make_comment, make_post

ENTRY = (
    "body_html", "excerpt", "reading_minutes", "comment_count", "reaction_counts", "reader_count", "last_activity_at",
)  # fmt: skip


@pytest.fixture
def life(cast):
    post = make_post(cast.alice, body="@bob さん、#勉強会 の **報告**", tags=["改善"])
    make_post(cast.bob, body=f"/posts/{post.pk}/ の続き")
    comment = make_comment(post, cast.bob, "なるほど")
    make_comment(post, cast.carol, f"[これ](/posts/{post.pk}/)も", parent=comment)
    remove_comment(actor=cast.carol, comment=make_comment(post, cast.carol))
    set_reaction(actor=cast.bob, entry=post, kind="like", on=True)
    set_reaction(actor=cast.carol, entry=post, kind="thanks", on=True)
    set_reaction(actor=cast.carol, entry=post, kind="thanks", on=False)
    set_reaction(actor=cast.alice, entry=post, comment=comment, kind="like", on=True)
    mark_read(user=cast.carol, entry=post)
    return post


def state():
    return {
        "entries": list(Entry.objects.order_by("id").values_list(*ENTRY)),
        "comments": list(Comment.objects.order_by("id").values_list("body_html", "excerpt", "reaction_counts")),
        "tags": set(EntryTag.objects.values_list("entry", "tag__name", "space", "published_at")),
        "links": set(EntryLink.objects.values_list("source", "comment_id", "target", "relation", "excerpt")),
        "members": set(SpaceMember.objects.values_list("space", "user")),
    }


def without_zeros(made):
    for name in ("entries", "comments"):
        made[name] = [
            tuple({k: v for k, v in c.items() if v} if isinstance(c, dict) else c for c in row) for row in made[name]
        ]
    return made


def test_rebuilding_everything_changes_nothing(life):
    before = without_zeros(state())
    call_command("rebuild", texts=True, stdout=io.StringIO())
    assert without_zeros(state()) == before


def test_what_was_damaged_is_made_good(life):
    before = without_zeros(state())
    Entry.objects.update(comment_count=99, reaction_counts={"like": 7}, reader_count=5, body_html="x", excerpt="x")
    Comment.objects.update(reaction_counts={"cheer": 3}, body_html="x")
    EntryLink.objects.all().delete()
    EntryTag.objects.update(published_at=None)
    SpaceMember.objects.filter(space__kind="unit").delete()
    call_command("rebuild", texts=True, stdout=io.StringIO())
    after = without_zeros(state())
    # A removed comment's text is not rendered again: nobody sees it.
    assert after["entries"] == before["entries"]
    assert after["tags"] == before["tags"]
    assert after["links"] == before["links"]
    assert after["members"] == before["members"]
