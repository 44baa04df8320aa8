"""Load the whole demo company, in one transaction: all of it or nothing."""

from datetime import datetime

from django.db import transaction

from sns.links.relating import relate_everything
from sns.notifications.models import Preference, Verb
from sns.ops.demo import content
from sns.ops.demo.audience import Audience, make_follows, make_tag_follows
from sns.ops.demo.bookmarks import load_bookmarks
from sns.ops.demo.communities import load_communities
from sns.ops.demo.events import load_events
from sns.ops.demo.handbook import load_handbook
from sns.ops.demo.notices import load_notices
from sns.ops.demo.polls import load_polls
from sns.ops.demo.staff import make_staff
from sns.ops.demo.thanks import load_thanks
from sns.ops.demo.topics import load_topics
from sns.ops.demo.trackbacks import load_trackbacks
from sns.ops.demo.workdays import Workdays, latest_clock
from sns.ops.demo.writing import Chronicle, days_after
from sns.people.models import User


@transaction.atomic
def load(*, now: datetime) -> None:
    """Make the company, its people and six months of what they wrote, up to ``now``; nobody gets mail."""
    days = Workdays(now, latest_clock(_clocks_of_the_last_day()))
    people, units = make_staff(days)
    chronicle = Chronicle(people, units, days)
    _set_mail(people.values(), on=False)
    chronicle.communities = load_communities(people, days)
    chronicle.write()
    topics = {told.key: chronicle.posts[told.key] for told in content.topics()}
    load_topics(people, topics, days, now=now)
    load_handbook(people, chronicle.communities, chronicle.posts, days)
    load_events(people, chronicle.communities, chronicle.posts, days, now=now)
    load_notices(people, units, chronicle.communities, days, now=now)
    load_polls(people, chronicle.communities, days)
    load_thanks(people, units, chronicle.communities, days)
    load_trackbacks(chronicle, days)
    _set_mail(people.values(), on=True)
    Audience(chronicle, now).gather()
    make_follows(chronicle)
    make_tag_follows(chronicle)
    load_bookmarks(chronicle)
    for _done in relate_everything():  # last: what has to do with what is asked of everything
        pass


def _clocks_of_the_last_day() -> list[str]:
    clocks = []
    for article in content.stories():
        if article.days == 0:
            clocks.append(article.time)
        clocks += [remark.at.split()[1] for remark in article.remarks if days_after(remark) == article.days]
    return clocks


def _set_mail(people, *, on: bool) -> None:
    """While the past is written nobody wants mail; afterwards everybody has the defaults again."""
    if on:
        Preference.objects.all().delete()
        return
    Preference.objects.bulk_create(Preference(user=user, verb=verb, mail=False) for user in people for verb in Verb)


def is_empty() -> bool:
    """May the demo be loaded: is there nobody yet?"""
    return not User.objects.exists()
