import pytest

from communities.models import Community
from sns.spaces.models import Space, SpaceMember


@pytest.fixture
def secret(cast):
    """A secret community of alice: nobody else may learn of it."""
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name="次の一手準備室", is_open=False)
    SpaceMember.objects.create(space=space, user=cast.alice, role=SpaceMember.Role.OWNER)
    return Community.objects.create(space=space, access=Community.Access.SECRET, purpose="工場の統合を準備する")


@pytest.fixture
def find(as_user):
    """``find(person, "words", type=…)`` gives the answer of the search page."""

    def ask(person, typed, **address):
        return as_user(person).get("/search/", {"q": typed, **address})

    return ask
