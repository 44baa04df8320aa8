from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.entries.models import Entry

REASON_MAX = 500


class Topic(Entry):
    """Something said in a community: talk, a question, an idea or thanks, told apart by ``flavour``."""

    submission = models.UUIDField(
        _("form number"), unique=True, null=True, editable=False,
        help_text=_("The form's one-time number: a double click saves once."),
    )  # fmt: skip
    # Written by set_vote() in the statement that stores the vote, and made again by `manage.py rebuild`.
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    counters = Entry.counters | {"vote_count"}

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def is_idea(self) -> bool:
        return self.flavour == Entry.Flavour.IDEA

    @property
    def is_question(self) -> bool:
        return self.flavour == Entry.Flavour.QUESTION


class IdeaVote(models.Model):
    """Somebody is for an idea; nobody can be against one."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="votes", verbose_name=_("idea"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("vote for an idea")
        verbose_name_plural = _("votes for ideas")
        constraints = [models.UniqueConstraint(name="communities_ideavote_once", fields=["topic", "user"])]

    def __str__(self):
        return f"{self.user_id} → {self.topic_id}"


class IdeaDecision(models.Model):
    """What the moderators have answered to an idea; no row means that it is open."""

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up")
        NOT_NOW = "not_now", _("Not now")

    topic = models.OneToOneField(
        Topic, models.CASCADE, primary_key=True, related_name="decision", verbose_name=_("idea")
    )
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=REASON_MAX)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision on an idea")
        verbose_name_plural = _("decisions on ideas")

    def __str__(self):
        return f"{self.topic_id}: {self.outcome}"
