"""The demo's words of thanks, given through their actions."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from communities.actions.thanks import give_private_thanks, give_thanks
from communities.models import Community, CompanyValue, Thank
from sns.entries.models import Entry
from sns.notifications.models import Notification
from sns.ops.demo import content
from sns.ops.demo.workdays import Workdays
from sns.ops.demo.writing import note_time
from sns.people.models import OrgUnit, User
from sns.spaces.models import Space
from sns.spaces.queries import company_space

UNREAD_DAYS = 3


def load_thanks(
    people: dict[str, User], units: dict[str, OrgUnit], communities: dict[str, Community], days: Workdays
) -> None:
    """Oldest first; those of the last days are still unread."""
    data = content.read_toml("thanks.toml")
    values = {name: CompanyValue.objects.create(name=name, order=n * 10) for n, name in enumerate(data["values"], 1)}
    for row in sorted(data["thank"], key=lambda row: -row["days"]):
        at = days.at(row["days"], row["time"])
        giver, value = people[row["by"]], values.get(row.get("value"))
        if row.get("audience") == "private":
            give_private_thanks(actor=giver, receiver=people[row["to"]], note=row["note"], value=value, at=at)
        else:
            _give(row, giver, value, people, units, communities, at)
    lines = Notification.objects.filter(verb="thanks", at__lt=days.at(UNREAD_DAYS, "00:00"))
    lines.update(read_at=F("at") + timedelta(hours=2))


def _give(row, giver, value, people, units, communities, at: datetime) -> None:
    receiver = people.get(row.get("to", ""))
    team = None
    if unit := units.get(row.get("unit", "")):
        team = unit.space
    elif community := communities.get(row.get("community", "")):
        team = community.space
    thank = Thank(
        kind=Thank.Kind.THANK, author=giver, receiver=receiver, team=team, value=value, body=row["note"],
        space=team if "community" in row else company_space(),
        title=_title(giver, receiver, team),
    )  # fmt: skip
    give_thanks(actor=giver, thank=thank, at=at)
    Entry.objects.filter(pk=thank.pk).update(created_at=at)
    note_time(thank, at)


def _title(giver: User, receiver: User | None, team: Space | None) -> str:
    """In the giver's language, as the page would write it."""
    with translation.override(giver.language):
        if receiver:
            return _("To %(name)s") % {"name": receiver.name}
        return _("To everybody of %(team)s") % {"team": team.name}
