"""The demo's communities, founded and joined through the actions that their pages use."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from communities.actions.communities import Description, found_community
from communities.actions.joining import ask_to_join, invite
from communities.actions.members import admit, set_role
from communities.models import Category, Community, Invitation, JoinRequest
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.people.models import User
from sns.spaces.models import SpaceMember


@dataclass(frozen=True)
class Asked:
    """An open request (``by``) or invitation (``to``, ``by``) so many working days ago."""

    by: str
    days: int
    time: str
    message: str
    to: str = ""


@dataclass(frozen=True)
class Club:
    """A community as the data file tells it; ``founded`` is working days ago."""

    key: str
    name: str
    owner: str
    founded: int
    access: str
    category: str
    purpose: str
    charter: str
    welcome: str
    tags: list[str]
    tools: list[str]
    moderators: list[str]
    members: list[str]
    units: list[str] = field(default_factory=list)
    request: list[Asked] = field(default_factory=list)
    invitation: list[Asked] = field(default_factory=list)

    @property
    def everybody(self) -> list[str]:
        """Handles of all members, the owner first."""
        posted = [person.handle for person in content.people() if person.unit in self.units]
        return list(dict.fromkeys([self.owner, *self.moderators, *self.members, *posted]))


def clubs() -> list[Club]:
    """Every community of the data file, oldest first."""
    data = content.read_toml("communities.toml")
    return [_club(row) for row in data["community"]]


def load_communities(people: dict[str, User], days: Workdays) -> dict[str, Community]:
    """Found them and let people in over the months, without telling anybody; by their keys."""
    names = content.read_toml("communities.toml")["categories"]
    shelves = {name: Category.objects.create(name=name, order=n * 10) for n, name in enumerate(names, 1)}
    return {club.key: _found(club, shelves, people, days) for club in clubs()}


def _found(club: Club, shelves: dict[str, Category], people: dict[str, User], days: Workdays) -> Community:
    owner = people[club.owner]
    at = days.at(club.founded, "10:00")
    description = Description(
        name=club.name, purpose=club.purpose, access=club.access, category=shelves[club.category], tags=club.tags,
        charter=club.charter.strip(), welcome=club.welcome, tools=club.tools,
    )  # fmt: skip
    community = found_community(actor=owner, description=description, at=at)
    for handle, joined in _joined(club, days):
        admit(community=community, users=[people[handle]], at=joined, tell=False)
    for handle in club.moderators:
        set_role(actor=owner, community=community, user=people[handle], role=SpaceMember.Role.MODERATOR)
    _ask(club, community, people, days)
    community.refresh_from_db()
    return community


def _joined(club: Club, days: Workdays) -> Iterable[tuple[str, datetime]]:
    """When each member came: after the founding and after he came to the company."""
    since = {person.handle: person.since for person in content.people()}
    for handle in club.everybody[1:]:
        dice = random.Random(f"{club.key} {handle}")
        earliest = min(club.founded, since[handle] - 1)
        ago = earliest if handle in club.moderators else round(earliest * (1 - dice.random() ** 2))
        yield handle, days.at(max(ago, 1), "10:05") + timedelta(minutes=dice.randrange(400))


def _ask(club: Club, community: Community, people: dict[str, User], days: Workdays) -> None:
    for asked in club.request:
        request = ask_to_join(actor=people[asked.by], community=community, message=asked.message)
        _date(JoinRequest, request, days.at(asked.days, asked.time))
    for asked in club.invitation:
        [made] = invite(actor=people[asked.by], community=community, users=[people[asked.to]], message=asked.message)
        _date(Invitation, made, days.at(asked.days, asked.time))


def _date(model, row: JoinRequest | Invitation, at: datetime) -> None:
    """Written just now, told as of then: the row and the lines of the bell."""
    model.objects.filter(pk=row.pk).update(created_at=at)
    Notification.objects.filter(space_id=row.community_id, excerpt=row.message[:300]).update(at=at)


def _club(row: dict) -> Club:
    asked = {name: [Asked(**one) for one in row.get(name, [])] for name in ("request", "invitation")}
    return Club(**row | asked)
