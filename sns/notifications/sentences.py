"""What a notification says, in the active language; one place for the bell, mail and the summary."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sns.entries.models import Entry
from sns.notifications.models import Notification, Verb
from sns.spaces.models import Space

SUBJECT_MAX = 60


def sentence(verb: Verb, actor: str, others: int, kind: str = "", space: str = "") -> str:
    """ "Takahashi and 2 others commented on your post"; ``kind`` is the entry's, ``space`` the community's name."""
    # Japanese sets an honorific behind a name, and not behind "and 2 others".
    who = pgettext("who did something", "%(name)s") % {"name": actor}
    if others:
        who = ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others) % {"name": actor, "n": others}
    return _form(verb, kind, bool(space)) % {"who": who, "space": space}


def _form(verb: Verb, kind: str, in_space: bool) -> str:
    if verb == Verb.REMINDER and kind == Entry.Kind.NOTICE:
        return _("Please confirm that you have read this")
    if verb == Verb.ENTRY and in_space:
        return _("%(who)s published something in %(space)s")
    if verb == Verb.REMOVED and not kind:
        return _("%(who)s has ended your membership")
    if verb == Verb.REPORT and not kind:
        return _("What you reported has been looked at")
    return {
        Verb.MENTION: _("%(who)s mentioned you"),
        Verb.COMMENT: _("%(who)s commented on your post"),
        Verb.REPLY: _("%(who)s replied to your comment"),
        Verb.THREAD: _("%(who)s commented on a post you follow"),
        Verb.LINK: _("%(who)s linked to your post"),
        Verb.REACTION: _("%(who)s reacted to your post"),
        Verb.REMOVED: _("%(who)s withdrew something you wrote"),
        Verb.ENTRY: _("%(who)s published something"),
        Verb.NOTICE: _("%(who)s published a notice for you to read"),
        Verb.EVENT: _("%(who)s changed an event you answered"),
        Verb.REMINDER: _("It will begin soon"),
        Verb.WAITING: _("A place became free: you can take part"),
        Verb.POLL: _("A poll you voted in has closed"),
        Verb.THANKS: _("%(who)s thanked you"),
        Verb.ANSWER: _("%(who)s chose your comment as the best answer"),
        Verb.REPORT: _("Something was reported"),
        Verb.JOIN_REQUEST: _("%(who)s asked to join the community"),
        Verb.JOIN_ANSWER: _("%(who)s answered your request to join"),
        Verb.INVITATION: _("%(who)s invited you to a community"),
        Verb.WELCOME: _("%(who)s welcomed you to the community"),
        Verb.OWNERSHIP: _("%(who)s asked you to take over the community"),
    }[verb]


def line_sentence(line: Notification) -> str:
    """The sentence of a line of the bell; its entry and the entry's space must be loaded."""
    kind, space = (line.entry.kind, line.entry.space.name) if line.entry else ("", "")
    return sentence(Verb(line.verb), line.actor.name, line.others, kind, space)


def about(verb: Verb, entry: Entry | None, space: Space | None) -> str:
    """What it is about, in one line; empty where a name would say nothing or too much.

    One's own space says nothing. Somebody whose membership was ended may no longer know that the community exists.
    """
    if space and (space.kind == Space.Kind.PERSONAL or verb == Verb.REMOVED):
        return ""
    return " ".join(str(entry or space).split())


def mail_subject(verb: Verb, actor: str, title: str, kind: str = "") -> str:
    """One line without breaks: a title typed by somebody must not add headers."""
    said = sentence(verb, actor, 0, kind)
    return _("%(sentence)s: %(title)s") % {"sentence": said, "title": shortened(title)} if title else said


def shortened(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= SUBJECT_MAX else title[: SUBJECT_MAX - 1] + "…"


def event_label(verb: Verb) -> str:
    """The event as the settings name it."""
    return {
        Verb.MENTION: _("Somebody mentions me (@)"),
        Verb.COMMENT: _("Somebody comments on my post"),
        Verb.REPLY: _("Somebody replies to my comment"),
        Verb.THREAD: _("A new comment in a thread I follow"),
        Verb.LINK: _("Somebody links to my post"),
        Verb.REACTION: _("Somebody reacts to my post"),
        Verb.REMOVED: _("An administrator withdraws something I wrote"),
        Verb.ENTRY: _("Something new in a community I follow closely"),
        Verb.NOTICE: _("A notice that I should read"),
        Verb.EVENT: _("An event that I answered changes"),
        Verb.REMINDER: _("A reminder of an event or a notice"),
        Verb.WAITING: _("A place becomes free for me"),
        Verb.POLL: _("A poll in which I voted closes"),
        Verb.THANKS: _("Somebody thanks me"),
        Verb.ANSWER: _("My comment is chosen as the best answer"),
        Verb.REPORT: _("Something is reported in my community"),
        Verb.JOIN_REQUEST: _("Somebody asks to join my community"),
        Verb.JOIN_ANSWER: _("My request to join is answered"),
        Verb.INVITATION: _("Somebody invites me to a community"),
        Verb.WELCOME: _("A community welcomes me"),
        Verb.OWNERSHIP: _("A community is handed over to me"),
    }[verb]
