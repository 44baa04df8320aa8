from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.entries.models.entry import Entry


class PinQuerySet(models.QuerySet):
    def in_force(self):
        """A pin comes off by itself when its time is over; nothing has to run for it."""
        return self.filter(until__gt=timezone.now())


class Pin(models.Model):
    """An entry that stands first for a while: on the page of its space, or on its author's blog."""

    class Place(models.TextChoices):
        SPACE = "space", _("first in the community")
        BLOG = "blog", _("first in the blog")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="pins", verbose_name=_("entry"))
    place = models.CharField(_("where"), max_length=5, choices=Place.choices)
    until = models.DateTimeField(_("stands first until"))
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pinned by")
    )
    pinned_at = models.DateTimeField(_("pinned"), auto_now_add=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            models.UniqueConstraint(name="entries_pin_once", fields=["entry", "place"]),
            models.CheckConstraint(name="entries_pin_ends_later", condition=Q(until__gt=models.F("pinned_at"))),
        ]

    def __str__(self):
        return f"{self.entry_id} ({self.place})"
