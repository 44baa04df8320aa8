"""The people and units of a load-test company."""

from random import Random

from django.contrib.auth.hashers import make_password

from sns.ops.volume import text
from sns.people.actions import add_unit
from sns.people.models import Follow, OrgUnit, Posting, User
from sns.spaces.actions import ensure_company_space, sync_unit_spaces

PASSWORD = "volume-engawa-1"
DIVISIONS = 8
SECTIONS = 5
FOLLOWS_EACH = 20


def make_people(count: int, random: Random) -> list[int]:
    """Add ``count`` people in units, with follows distributed by Zipf's law; returns all employees' ids."""
    ensure_company_space(name="負荷試験株式会社")
    units = _make_units()
    first = User.objects.count() + 1
    password = make_password(PASSWORD)  # one hash for all: hashing thousands would take minutes
    people = User.objects.bulk_create(_person(n, password, random) for n in range(first, first + count))
    Posting.objects.bulk_create(
        Posting(user=user, unit=random.choice(units), title="社員", primary=True) for user in people
    )
    sync_unit_spaces()
    ids = list(User.objects.colleagues().order_by("id").values_list("id", flat=True))
    _make_follows([user.pk for user in people], ids, random)
    return ids


def ranked(people: list[int]) -> list[int]:
    """The same people from the most to the least active, in an order that has nothing to do with their ids."""
    return sorted(people, key=lambda pk: pk * 2_654_435_761 % 2**32)


def zipf_weights(count: int) -> list[float]:
    """Cumulative weights 1/rank, for ``random.choices``."""
    total, weights = 0.0, []
    for rank in range(1, count + 1):
        total += 1 / rank
        weights.append(total)
    return weights


def _make_units() -> list[OrgUnit]:
    if found := list(OrgUnit.objects.filter(code__startswith="V")):
        return found
    units = []
    for d in range(1, DIVISIONS + 1):
        division = add_unit(actor=None, name=f"第{d}本部", code=f"V{d}")
        units += [
            add_unit(actor=None, name=f"第{d}本部{s}課", code=f"V{d}-{s}", parent=division)
            for s in range(1, SECTIONS + 1)
        ]
    return units


def _person(number: int, password: str, random: Random) -> User:
    name, reading = text.person(random)
    return User(
        name=name,
        reading=reading,
        handle=f"v{number}",
        email=f"v{number}@volume.example",
        employee_number=f"V{number:06}",
        password=password,
        language="ja" if random.random() < 0.9 else "en",
    )


def _make_follows(followers: list[int], people: list[int], random: Random) -> None:
    by_rank = ranked(people)
    weights = zipf_weights(len(by_rank))
    rows = (
        Follow(follower_id=follower, followee_id=followee)
        for follower in followers
        for followee in set(random.choices(by_rank, cum_weights=weights, k=FOLLOWS_EACH)) - {follower}
    )
    Follow.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)
