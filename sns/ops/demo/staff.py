"""The demo's units and people, made through the actions that the administration uses."""

import io
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from PIL import Image

from sns.ops.demo import content
from sns.ops.demo.content import Person
from sns.ops.demo.logins import PASSWORD
from sns.ops.demo.pictures import portrait
from sns.ops.demo.workdays import Workdays
from sns.people.actions import add_person, add_unit, give_role, post_to_unit
from sns.people.models import OrgUnit, User
from sns.people.profile import change_portrait, update_profile
from sns.spaces.actions import ensure_company_space, sync_unit_spaces

# The company has had Engawa for eleven months; the posts tell of the last six.
INTRODUCED = 230


def make_staff(days: Workdays) -> tuple[dict[str, User], dict[str, OrgUnit]]:
    """People by handle and units by key; everybody has the demo's password."""
    company = content.company()
    ensure_company_space(name=company.name)
    units: dict[str, OrgUnit] = {}
    for position, unit in enumerate(company.units):
        fields = {"code": unit.code, "name_en": unit.name_en, "position": position}
        units[unit.key] = add_unit(actor=None, name=unit.name, parent=units.get(unit.parent), **fields)
    people = {person.handle: _make_person(person, units, days) for person in content.people()}
    User.objects.update(password=make_password(PASSWORD))  # one hash for all: sixty would take half a minute
    sync_unit_spaces()
    return people, units


def _make_person(person: Person, units: dict[str, OrgUnit], days: Workdays) -> User:
    user = add_person(
        actor=None,
        name=person.name,
        email=f"{person.handle}@{content.company().domain}",
        handle=person.handle,
        employee_number=person.number,
        language=person.language,
        date_joined=days.at(min(person.since, INTRODUCED), "09:00"),
    )
    update_profile(
        actor=user,
        reading=person.reading,
        site=person.site,
        introduction=person.intro,
        skills=person.skills,
    )
    change_portrait(actor=user, file=as_file(portrait(person.handle, person.portrait, size=256)))
    _give_posts(user, person, units, days.day)
    return user


def _give_posts(user: User, person: Person, units: dict[str, OrgUnit], day: Callable) -> None:
    unit, since = units[person.unit], day(person.since)
    post_to_unit(actor=None, user=user, unit=unit, title=person.title, since=since)
    for key, title in person.second:
        post_to_unit(actor=None, user=user, unit=units[key], title=title, primary=False, since=day(90))
    for role in person.roles:
        give_role(
            actor=None,
            user=user,
            role=role,
            unit=unit if role == "leader" else None,
            since=day(min(person.since, INTRODUCED)),
        )


def as_file(picture: Image.Image) -> io.BytesIO:
    """The picture as an upload; hardly compressed, because it is encoded anew at once."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    file.seek(0)
    return file
