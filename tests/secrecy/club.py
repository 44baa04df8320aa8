"""A secret community in which everything has happened that can happen. ``WORD`` stands in all of it."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from communities.actions.communities import Description, found_community
from communities.actions.event_answers import set_answer
from communities.actions.events import Details, announce_event
from communities.actions.joining import invite
from communities.actions.members import admit
from communities.actions.pages import add_page
from communities.actions.polls import publish_poll, vote
from communities.actions.topics import add_topic, set_vote
from communities.models import Community, EventAnswer, Poll
from sns.discussion.actions import set_reaction
from sns.discussion.moderation import report
from sns.entries.actions import set_bookmark
from sns.entries.storing import store_upload
from tests.communities.notices import make_notice
from tests.entries.files import picture
from tests.factories import make_comment, make_post

WORD = "ツルノハタオリ"


def found(cast) -> SimpleNamespace:
    """Alice owns it, Bob is a member, Erin is invited; Carol belongs to the company and to nothing of this."""
    description = Description(
        name=f"{WORD}の会", purpose=f"{WORD}を続ける。", access=Community.Access.SECRET, tags=[WORD, "縁側"],
        charter=f"{WORD}のことは外で話さない。", welcome=f"{WORD}へようこそ。", tools=list(Community.Tool.values),
    )  # fmt: skip
    community = found_community(actor=cast.alice, description=description)
    admit(community=community, users=[cast.bob], by=cast.alice)
    (invitation,) = invite(actor=cast.alice, community=community, users=[cast.erin], message=WORD)
    club = SimpleNamespace(community=community, space=community.space, invitation=invitation)
    _fill(cast, club)
    return club


def _fill(cast, club: SimpleNamespace) -> None:
    alice, bob, community = cast.alice, cast.bob, club.community
    upload = store_upload(actor=alice, file=picture(f"{WORD}.png"))
    text = f"@carol {WORD}について。 ![](/files/{upload.token}/)"
    tags = [WORD, "縁側"]
    club.upload = upload
    club.post = make_post(alice, f"{WORD}の記録", text, space=club.space, tags=tags)
    club.topic = add_topic(actor=bob, community=community, title=f"{WORD}の相談", body=text, tags=tags)
    club.question = add_topic(
        actor=bob, community=community, title=f"{WORD}はいつ?", body=text, flavour="question", tags=tags
    )
    club.idea = add_topic(actor=bob, community=community, title=f"{WORD}の案", body=text, flavour="idea", tags=tags)
    set_vote(actor=alice, topic=club.idea, on=True)
    club.page = add_page(actor=bob, community=community, title=f"{WORD}の手引き", body=text, tags=tags)
    club.event = _event(cast, club, text)
    club.poll = _poll(cast, club)
    club.notice = make_notice(alice, f"{WORD}のお知らせ", space=club.space, body=text)
    club.comment = make_comment(club.post, bob, f"{WORD}ですね。 @carol")
    set_reaction(actor=bob, entry=club.post, kind="like", on=True)
    set_bookmark(user=bob, entry=club.post, on=True)
    club.flag = report(actor=bob, entry=club.post, comment=club.comment, reason=WORD)
    # A member speaks of it where everybody reads: the link must stay a bare address.
    club.entries = [club.post, club.topic, club.question, club.idea, club.page, club.event, club.poll, club.notice]


def _event(cast, club: SimpleNamespace, text: str):
    begins = timezone.now() + timedelta(hours=20)
    details = Details(
        title=f"{WORD}の集まり", body=text, place=WORD, starts_at=begins, ends_at=begins + timedelta(hours=2)
    )
    event = announce_event(actor=cast.alice, space=club.space, details=details)
    set_answer(actor=cast.bob, event=event, choice=EventAnswer.Choice.YES)
    return event


def _poll(cast, club: SimpleNamespace):
    poll = Poll(kind=Poll.Kind.POLL, author=cast.alice, space=club.space, title=f"{WORD}は何曜日?")
    publish_poll(actor=cast.alice, poll=poll, options=[f"{WORD}の日", "金曜"])
    vote(actor=cast.bob, poll=poll, options=[poll.options.first().pk])
    return poll
