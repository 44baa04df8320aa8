from communities.actions.topics import add_topic
from communities.models import Community, Topic
from sns.people.models import User


def make_topic(author: User, community: Community, title: str = "題", body: str = "本文", **fields) -> Topic:
    return add_topic(actor=author, community=community, title=title, body=body, **fields)
