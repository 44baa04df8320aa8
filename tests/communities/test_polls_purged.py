"""What lies in the trash long enough goes for good, with everything that hangs on it; and tells nobody before."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from communities.actions.notices import confirm
from communities.actions.polls import vote
from communities.actions.thanks import give_private_thanks
from communities.models import Confirmation, Notice, Poll, PollVoter, Thank, Vote
from sns.notifications.models import Notification
from sns.publishing import purge_trash, restore, withdraw
from tests.communities.groups import make_group
from tests.communities.notices import make_notice
from tests.communities.polls import counts, ids, make_poll
from tests.communities.thanks import make_thank


def test_polls_notices_and_thanks_can_be_thrown_away_for_good(cast):
    group = make_group(cast.alice, members=[cast.bob])
    polls = [make_poll(cast.alice, group), make_poll(cast.alice, group, anonymous=True)]
    for poll in polls:
        vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
    notice = make_notice(cast.alice, space=group.space)
    confirm(actor=cast.bob, notice=notice)
    thank = make_thank(cast.alice, receiver=cast.bob)
    for entry in (*polls, notice, thank):
        withdraw(actor=cast.alice, entry=entry)
    assert purge_trash(now=timezone.now() + timedelta(days=31)) == 4
    for model in (Poll, PollVoter, Vote, Notice, Confirmation, Thank):
        assert not model.objects.exists(), model


def test_a_poll_taken_back_from_the_trash_has_its_votes(cast):
    poll = make_poll(cast.alice, make_group(cast.alice))
    vote(actor=cast.bob, poll=poll, options=ids(poll)[:1])
    withdraw(actor=cast.alice, entry=poll)
    restore(actor=cast.alice, entry=poll)
    assert counts(Poll.objects.live().get()) == [1, 0, 0]


def test_the_bell_leads_to_private_thanks_and_names_nobody_else(cast, as_user):
    give_private_thanks(actor=cast.alice, receiver=cast.bob, note="鍵をありがとう")
    line = Notification.objects.get(user=cast.bob)
    client = as_user(cast.bob)
    assert "鍵をありがとう" in client.get("/notifications/").text
    assert client.get(f"/notifications/{line.pk}/").headers["Location"].endswith("/thanks/?show=private")
    assert mail.outbox == []  # a job sends it
