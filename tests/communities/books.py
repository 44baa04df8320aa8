"""Communities with a handbook, through the real actions."""

from communities.actions.communities import Description, found_community
from communities.actions.pages import add_page
from communities.models import Community, Page
from sns.people.models import User
from sns.spaces.actions import add_members
from sns.spaces.queries import forget_space_ids

TOOLS = list(Community.Tool.values)


def make_community(owner: User, *members: User, access: str = "open", name: str = "IT相談室", **roles) -> Community:
    """``moderators=[…]`` are moderators."""
    description = Description(name=name, purpose="困りごとが半分になる。", access=access, tools=TOOLS)
    community = found_community(actor=owner, description=description)
    add_members(space=community.space, user_ids=[user.pk for user in members])
    moderators = roles.get("moderators", [])
    add_members(space=community.space, user_ids=[user.pk for user in moderators], role="moderator")
    for user in (*members, *moderators):
        forget_space_ids(user)
    return community


def make_page(author: User, community: Community, title: str = "VPNのつなぎ方", parent: Page | None = None, **fields):
    body = fields.pop("body", "手順を書きます。")
    parent_id = parent.pk if parent else None
    return add_page(actor=author, community=community, title=title, body=body, parent_id=parent_id, **fields)
