from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from sns.people.models import OrgUnit, User
from sns.spaces.models import Space, SpaceMember
from sns.spaces.queries import forget_space_ids


@transaction.atomic
def ensure_company_space(*, name: str) -> Space:
    """The one space that every employee sees."""
    space, _created = Space.objects.get_or_create(kind=Space.Kind.COMPANY, defaults={"name": name, "is_open": True})
    return space


@transaction.atomic
def ensure_personal_space(*, user: User) -> Space:
    """The space that only its owner sees ("only me")."""
    space, created = Space.objects.get_or_create(owner=user, defaults={"kind": Space.Kind.PERSONAL, "name": user.name})
    if created:
        SpaceMember.objects.create(space=space, user=user, role=SpaceMember.Role.OWNER)
        forget_space_ids(user)
    return space


@transaction.atomic
def sync_unit_spaces() -> None:
    """Make every unit's space hold exactly the people posted today in the unit or below it.

    Called after postings or the tree have changed, and once a day because postings begin and end.
    Two statements whatever the size of the company.
    """
    for unit in OrgUnit.objects.filter(space=None):
        Space.objects.create(kind=Space.Kind.UNIT, name=unit.name, unit=unit)
    with connection.cursor() as cursor:
        cursor.execute(_RENAME)
        today = {"today": timezone.localdate()}  # the company's day, not the database's
        cursor.execute(_ADD, today)
        cursor.execute(_REMOVE, today)
    count_members()


def add_members(
    *, space: Space, user_ids: Iterable[int], role: str = SpaceMember.Role.MEMBER, at: datetime | None = None
) -> list[int]:
    """Let people into a space; returns the ids of those who were not in it. Rows and count are one statement."""
    parameters = {"space": space.pk, "people": sorted(set(user_ids)), "role": str(role), "at": at or timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, parameters)
        return sorted(row[0] for row in cursor.fetchall())


def drop_member(*, space: Space, user: User) -> bool:
    """Take a person out of a space; returns whether he was in it. Row and count are one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, {"space": space.pk, "user": user.pk})
        gone = cursor.fetchone() is not None
    forget_space_ids(user)
    return gone


def count_members() -> int:
    """Count the active members of every community again, after people have left the company or come back.

    Returns how many counts were wrong.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_MEMBERS)
        return cursor.rowcount


_RENAME = """
UPDATE spaces_space s SET name = u.name FROM people_orgunit u WHERE s.unit_id = u.id AND s.name <> u.name
"""
_POSTED = """
SELECT DISTINCT s.id AS space_id, p.user_id
FROM spaces_space s
JOIN people_orgunit top ON top.id = s.unit_id
JOIN people_orgunit unit ON starts_with(unit.path, top.path)
JOIN people_posting p ON p.unit_id = unit.id
    AND p.since <= %(today)s AND (p.until IS NULL OR p.until >= %(today)s)
JOIN people_user person ON person.id = p.user_id AND person.is_active
"""
_ADD = f"""
INSERT INTO spaces_spacemember (space_id, user_id, role, joined_at)
SELECT space_id, user_id, 'member', now() FROM ({_POSTED}) posted
ON CONFLICT DO NOTHING
"""
_REMOVE = f"""
DELETE FROM spaces_spacemember m USING spaces_space s
WHERE s.id = m.space_id AND s.kind = 'unit'
  AND NOT EXISTS (SELECT 1 FROM ({_POSTED}) posted WHERE posted.space_id = m.space_id AND posted.user_id = m.user_id)
"""
_ENTER = """
WITH new AS (
    INSERT INTO spaces_spacemember (space_id, user_id, role, joined_at)
    SELECT %(space)s, person, %(role)s, %(at)s FROM unnest(%(people)s::bigint[]) AS person ORDER BY person
    ON CONFLICT DO NOTHING RETURNING user_id
), counted AS (
    UPDATE spaces_space SET member_count = member_count + (
        SELECT count(*) FROM new JOIN people_user person ON person.id = new.user_id AND person.is_active)
    WHERE id = %(space)s AND EXISTS (SELECT 1 FROM new)
)
SELECT user_id FROM new
"""
_LEAVE = """
WITH gone AS (
    DELETE FROM spaces_spacemember WHERE space_id = %(space)s AND user_id = %(user)s RETURNING user_id
), counted AS (
    UPDATE spaces_space SET member_count = member_count - 1
    WHERE id = %(space)s AND EXISTS (
        SELECT 1 FROM gone JOIN people_user person ON person.id = gone.user_id AND person.is_active)
)
SELECT user_id FROM gone
"""
_COUNT_MEMBERS = """
UPDATE spaces_space s SET member_count = fresh.n FROM (
    SELECT s.id, (SELECT count(*) FROM spaces_spacemember m JOIN people_user person ON person.id = m.user_id
                  WHERE m.space_id = s.id AND person.is_active) AS n
    FROM spaces_space s WHERE s.kind = 'community'
) fresh
WHERE fresh.id = s.id AND s.member_count <> fresh.n
"""
