"""Communities as the tests of their own pages need them, through the real actions."""

from communities.actions.communities import Description, edit_community, found_community, set_archived
from communities.actions.members import admit, set_role
from communities.models import Community
from sns.spaces.models import SpaceMember

PURPOSE = "3か月後、返事のない質問がなくなる。"


def found(owner, *, access="open", members=(), moderators=(), name="夕方の会", **fields) -> Community:
    fields = {"name": name, "purpose": PURPOSE, "access": access, "tools": ["events", "files"]} | fields
    community = found_community(actor=owner, description=Description(**fields))
    admit(community=community, users=[*moderators, *members], tell=False)
    for user in moderators:
        set_role(actor=owner, community=community, user=user, role=SpaceMember.Role.MODERATOR)
    return community


def reload(community) -> Community:
    return Community.objects.select_related("space").get(pk=community.pk)


def described(community, **changes) -> Description:
    now = reload(community)
    fields = {"name": now.name, "purpose": now.purpose, "access": now.access, "category": now.category}
    fields |= {"charter": now.charter, "welcome": now.welcome, "tools": now.tools}
    return Description(**fields | changes)


def change(actor, community, **changes) -> Community:
    now = reload(community)
    return edit_community(actor=actor, community=now, description=described(now, **changes), base_version=now.version)


def archive(owner, community) -> Community:
    set_archived(actor=owner, community=reload(community), on=True)
    return reload(community)


FORM = {"name": "朝の会", "purpose": PURPOSE, "access": "open", "tools": ["events"], "tags": "朝会 改善"}
