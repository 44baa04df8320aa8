from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What a notification may say; each has its template of the mail."""

    MENTION = "mention", _("mentioned you")
    COMMENT = "comment", _("commented on a post of yours")
    REPLY = "reply", _("replied to you")
    THREAD = "thread", _("commented on a thread you watch")
    LINK = "link", _("linked to a post of yours")
    REACTION = "reaction", _("reacted to a post of yours")
    REMOVED = "removed", _("withdrew a post of yours")
    ENTRY = "entry", _("published in a community you follow closely")
    NOTICE = "notice", _("published a notice to be read")
    EVENT = "event", _("changed an event you answered")
    REMINDER = "reminder", _("reminded you")
    WAITING = "waiting", _("a place became free")
    POLL = "poll", _("a poll you voted in has closed")
    THANKS = "thanks", _("thanked you")
    ANSWER = "answer", _("accepted your comment as the answer")
    REPORT = "report", _("something was reported")
    JOIN_REQUEST = "join_request", _("asks to join a community")
    JOIN_ANSWER = "join_answer", _("answered your request to join")
    INVITATION = "invitation", _("invited you to a community")
    WELCOME = "welcome", _("welcomed you to a community")
    OWNERSHIP = "ownership", _("hands over a community")


# What nobody in particular does: no name is shown, and who set it off is told like everybody else.
IMPERSONAL = frozenset({Verb.REMINDER, Verb.WAITING, Verb.POLL, Verb.REPORT})
# Told to people outside the space as well.
TO_OUTSIDERS = frozenset({Verb.INVITATION, Verb.JOIN_ANSWER})


class Watch(models.Model):
    """A person wants to hear of comments on the entry, or (muted) not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="watches")
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="notifications_watch_once", fields=["entry", "user"])]

    def __str__(self):
        return f"{self.user_id} watches {self.entry_id}"


class Notification(models.Model):
    """One line of the bell per (person, entry), bumped and not piled up.

    What is about a community itself and no entry of it has ``space`` instead: one line per event.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("person")
    )
    entry = models.ForeignKey(
        "entries.Entry", models.CASCADE, null=True, blank=True, related_name="notifications", verbose_name=_("entry")
    )
    space = models.ForeignKey(
        "spaces.Space", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    verb = models.CharField(_("what happened"), max_length=12, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by whom"))
    others = models.PositiveIntegerField(_("others since it was read"), default=0)
    path = models.CharField(_("address"), max_length=200)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(name="notifications_one_line", fields=["user", "entry"]),
            models.UniqueConstraint(name="notifications_one_line_of_space", fields=["user", "space", "verb"]),
            models.CheckConstraint(
                name="notifications_about_one_thing",
                condition=models.Q(entry__isnull=True) ^ models.Q(space__isnull=True),
            ),
        ]
        indexes = [
            # The bell's count of unread lines.
            models.Index(fields=["user"], name="notifications_unread", condition=models.Q(read_at__isnull=True)),
            # The list, newest first.
            models.Index(fields=["user", "-at", "-id"], name="notifications_newest"),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.verb} {self.entry_id or self.space_id}"
