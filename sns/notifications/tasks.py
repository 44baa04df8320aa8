"""Mail about one event, sent by a job: in the reader's language, if he may still read it when it goes out."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sns.core.http import absolute_url
from sns.entries.models import Entry
from sns.notifications.models import TO_OUTSIDERS, Verb
from sns.notifications.sentences import mail_subject, sentence
from sns.notifications.unsubscribe import unsubscribe_path
from sns.people.models import User
from sns.spaces.models import Space

# A mail server that is down for an hour or two loses nothing.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(queue="mail", retry=RETRY)
def send_mail_for(
    *, user_id: int, verb: str, actor_id: int, path: str, excerpt: str,
    entry_id: int | None = None, space_id: int | None = None,
) -> None:  # fmt: skip
    """Mail one person about one event; silent when he has left or may no longer know of it."""
    reader = User.objects.active().filter(pk=user_id).exclude(email=None).first()
    actor = User.objects.filter(pk=actor_id).first()
    if reader is None or actor is None:
        return
    about = _entry(reader, verb, entry_id) if entry_id else _space(reader, verb, space_id)
    if about is None:
        return
    with translation.override(reader.language), timezone.override(reader.time_zone):
        build_mail(reader, Verb(verb), actor, about, path, excerpt).send()


def _entry(reader: User, verb: str, pk: int) -> Entry | None:
    entries = Entry.objects.all() if verb == Verb.REMOVED else Entry.objects.visible_to(reader)
    return entries.filter(pk=pk).first()


def _space(reader: User, verb: str, pk: int) -> Space | None:
    spaces = Space.objects.all() if verb in TO_OUTSIDERS else Space.objects.visible_to(reader)
    return spaces.filter(pk=pk).first()


def build_mail(
    reader: User, verb: Verb, actor: User, about: Entry | Space, path: str, excerpt: str
) -> EmailMultiAlternatives:
    """The message in the active language, as text and HTML, with one-click unsubscription (RFC 8058)."""
    kind = about.kind if isinstance(about, Entry) else ""
    leave = absolute_url(unsubscribe_path(reader, verb))
    context = {
        "reader": reader,
        "actor": actor,
        "about": str(about),
        "sentence": sentence(verb, actor.name, 0, kind),
        "excerpt": excerpt,
        "link": absolute_url(path),
        "unsubscribe": leave,
        "preferences": absolute_url("/settings/notifications/"),
        "is_removal": verb == Verb.REMOVED,
    }
    mail = EmailMultiAlternatives(
        subject=mail_subject(verb, actor.name, str(about), kind),
        body=render_to_string("notifications/mail/event.txt", context),
        to=[reader.email],
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notifications/mail/event.html", context), "text/html")
    return mail
