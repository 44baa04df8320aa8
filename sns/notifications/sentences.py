"""What a notification says, in the active language; one place for the bell and for mail."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sns.notifications.models import Verb

SUBJECT_MAX = 60


def sentence(verb: Verb, actor: str, others: int) -> str:
    """ "Takahashi and 2 others commented on your post"."""
    who = actor
    if others:
        who = ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others) % {"name": actor, "n": others}
    forms = {
        Verb.MENTION: _("%(who)s mentioned you"),
        Verb.COMMENT: _("%(who)s commented on your post"),
        Verb.REPLY: _("%(who)s replied to your comment"),
        Verb.THREAD: _("%(who)s commented on a post you follow"),
        Verb.LINK: _("%(who)s linked to your post"),
        Verb.REACTION: _("%(who)s reacted to your post"),
        Verb.REMOVED: _("%(who)s withdrew something you wrote"),
    }
    return forms[verb] % {"who": who}


def mail_subject(verb: Verb, actor: str, title: str) -> str:
    """One line without breaks: a title typed by somebody must not add headers."""
    title = " ".join(title.split())
    if len(title) > SUBJECT_MAX:
        title = title[: SUBJECT_MAX - 1] + "…"
    return _("%(sentence)s: %(title)s") % {"sentence": sentence(verb, actor, 0), "title": title}


def event_label(verb: Verb) -> str:
    """The event as the preference page names it."""
    labels = {
        Verb.MENTION: _("Somebody mentions me (@)"),
        Verb.COMMENT: _("Somebody comments on my post"),
        Verb.REPLY: _("Somebody replies to my comment"),
        Verb.THREAD: _("A new comment in a thread I follow"),
        Verb.LINK: _("Somebody links to my post"),
        Verb.REACTION: _("Somebody reacts to my post"),
        Verb.REMOVED: _("An administrator withdraws something I wrote"),
    }
    return labels[verb]
