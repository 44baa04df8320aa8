"""The mail about events: one or several, as text and HTML, with a way out of exactly these kinds."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sns.core.http import absolute_url
from sns.notifications.columns import fold
from sns.notifications.models import TO_OUTSIDERS, PendingMail, Verb
from sns.notifications.sentences import about, mail_subject, sentence
from sns.notifications.unsubscribe import unsubscribe_path
from sns.notifications.wishes import wants_mail
from sns.people.models import User
from sns.spaces.queries import space_ids

EVENTS_MAX = 20
TITLE_MAX = 100


@dataclass(frozen=True)
class Event:
    sentence: str
    excerpt: str
    link: str
    label: str


@dataclass(frozen=True)
class Group:
    """What has happened around one entry or community."""

    title: str
    events: list[Event]


@contextmanager
def reading(user: User) -> Iterator[None]:
    """In the language and time zone of whoever reads."""
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        yield


def still_to_tell(reader: User, rows: list[PendingMail]) -> list[PendingMail]:
    """Of what waited, the part that he may know of now and still wants by mail; two queries."""
    mine, wanted = set(space_ids(reader)), wants_mail(reader)
    return [row for row in rows if wanted[Verb(row.verb)] and may_know(row, mine)]


def may_know(row: PendingMail, visible: set[int]) -> bool:
    if row.verb == Verb.REMOVED:
        return True
    if row.space_id:
        return row.space_id in visible or row.verb in TO_OUTSIDERS
    return row.entry.is_live and row.entry.space_id in visible


def build_mail(reader: User, rows: list[PendingMail]) -> EmailMultiAlternatives:
    """The message in the active language; a single event has its own subject, of several the first one's."""
    shown = rows[:EVENTS_MAX]
    verbs = {Verb(row.verb) for row in rows}
    context = {
        "reader": reader,
        "groups": _groups(shown),
        "more": len(rows) - len(shown),
        "bell": absolute_url("/notifications/"),
        "subject": _subject(rows),
        "has_kinds": len(verbs) > 1,
    }
    return make_message(reader, context["subject"], "event", context, kinds=verbs)


def make_message(reader: User, subject: str, template: str, context: dict, kinds) -> EmailMultiAlternatives:
    """A mail from two templates, with one-click unsubscription (RFC 8058) from ``kinds``."""
    leave = absolute_url(unsubscribe_path(reader, *kinds))
    context = context | {
        "unsubscribe": leave,
        "preferences": absolute_url("/settings/notifications/"),
        "home": absolute_url("/"),
        "fold": fold,
    }
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"notifications/mail/{template}.txt", context),
        to=[reader.email],
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"notifications/mail/{template}.html", context), "text/html")
    return mail


def _subject(rows: list[PendingMail]) -> str:
    first, more = rows[0], len(rows) - 1
    subject = mail_subject(Verb(first.verb), first.actor.name, _about(first), _kind(first))
    if not more:
        return subject
    return ngettext("%(subject)s (and %(n)s more)", "%(subject)s (and %(n)s more)", more) % {
        "subject": subject,
        "n": more,
    }


def _groups(rows: list[PendingMail]) -> list[Group]:
    """In the order of what happened first; what is about the same thing stands together."""
    by_thing: dict[tuple, Group] = {}
    for row in rows:
        group = by_thing.setdefault((row.entry_id, row.space_id), Group(_about(row)[:TITLE_MAX], []))
        link = "" if row.verb == Verb.REMOVED else absolute_url(row.path)
        space = row.entry.space.name if row.verb == Verb.ENTRY else ""
        said = sentence(Verb(row.verb), row.actor.name, 0, _kind(row), space)
        group.events.append(Event(said, row.excerpt, link, _label(Verb(row.verb))))
    return list(by_thing.values())


def _label(verb: Verb) -> str:
    """What the button of the mail says."""
    labels = {
        Verb.NOTICE: _("Read and confirm"),
        Verb.JOIN_REQUEST: _("Answer the request"),
        Verb.INVITATION: _("See the invitation"),
        Verb.REPORT: _("Look at the report"),
    }
    talk = {Verb.MENTION, Verb.COMMENT, Verb.REPLY, Verb.THREAD}
    return labels.get(verb) or (_("Read and answer") if verb in talk else _("Open in Engawa"))


def _about(row: PendingMail) -> str:
    return about(Verb(row.verb), row.entry, row.space)


def _kind(row: PendingMail) -> str:
    return row.entry.kind if row.entry else ""
