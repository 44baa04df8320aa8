"""What a person wishes to be told, where, and when."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sns.notifications.models.lines import Verb

MONDAY, FRIDAY = 0, 4


class Preference(models.Model):
    """A person's choice for one event: a line of the bell, a mail; no row means the event's default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    bell = models.BooleanField(default=True)
    mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(name="notifications_preference_once", fields=["user", "verb"])]

    def __str__(self):
        return f"{self.user_id} {self.verb}: {self.bell} {self.mail}"


class SpaceLevel(models.Model):
    """How closely a person follows a space; no row means by the summary."""

    class Level(models.TextChoices):
        ALL = "all", _("Everything new")
        DIGEST = "digest", _("In the summary")
        MINE = "mine", _("Only what concerns me")
        MUTED = "muted", _("Nothing")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="space_levels")
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=6, choices=Level.choices)

    class Meta:
        constraints = [
            # Also serves "who follows this space closely", asked at each publication.
            models.UniqueConstraint(name="notifications_level_once", fields=["space", "user"]),
        ]

    def __str__(self):
        return f"{self.user_id} {self.space_id}: {self.level}"


def working_days():
    return list(range(MONDAY, FRIDAY + 1))


class MailTimes(models.Model):
    """When a person's mail may come, in his own time zone; no row means these defaults."""

    class Frequency(models.TextChoices):
        OFF = "off", _("Never")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_times")
    is_quiet = models.BooleanField(default=True, help_text="Mail about events waits for the working hours.")
    days = ArrayField(models.PositiveSmallIntegerField(), default=working_days, help_text="0 is Monday.")
    begin = models.TimeField(default=time(8))
    end = models.TimeField(default=time(19), help_text="At or before the beginning: on the next day.")
    digest = models.CharField(max_length=7, choices=Frequency.choices, default=Frequency.WEEKLY)
    digest_hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    digest_weekday = models.PositiveSmallIntegerField(
        default=MONDAY, validators=[MaxValueValidator(6)], help_text="Of the weekly summary."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notifications_mailtimes_in_range", condition=models.Q(digest_hour__lt=24, digest_weekday__lt=7)
            ),
            models.CheckConstraint(
                name="notifications_mailtimes_some_day", condition=models.Q(is_quiet=False) | models.Q(days__len__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.digest}"
