"""Communities of the tests of polls, notices and thanks, as rows: how one is founded is tested elsewhere."""

from collections.abc import Iterable

from communities.models import Community
from sns.people.models import User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import forget_space_ids


def make_group(
    owner: User, name: str = "夕方の勉強会", access: str = "open", members: Iterable[User] = (), tools=("polls",)
) -> Community:
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name=name, is_open=access == "open")
    SpaceMember.objects.create(space=space, user=owner, role=SpaceMember.Role.OWNER)
    SpaceMember.objects.bulk_create(SpaceMember(space=space, user=user) for user in members)
    for user in (owner, *members):
        forget_space_ids(user)
    return Community.objects.create(space=space, access=access, purpose="三か月後には", tools=list(tools))
