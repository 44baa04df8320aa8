from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

URL_MAX = 500


class TrackbackHost(models.Model):
    """A blog outside that may send us trackbacks and to which ours go; nobody else is listened to."""

    host = models.CharField(
        _("host"),
        max_length=253,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9.-]+(:[0-9]{1,5})?\Z", _("Only the name, like blog.example.co.jp."))],
        help_text=_("Only the name, like blog.example.co.jp, with :port if it is not the usual one."),
    )
    name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("As readers know it; shown as the author of its trackbacks.")
    )
    receives = models.BooleanField(_("we accept trackbacks from it"), default=True)
    sends = models.BooleanField(_("we send trackbacks to it"), default=True)
    is_internal = models.BooleanField(
        _("inside the company's network"),
        default=False,
        help_text=_("Only then may we connect to it when its address is a private one."),
    )
    guest = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("blog outside")
        verbose_name_plural = _("blogs outside")

    def __str__(self):
        return self.name or self.host


class OutgoingPing(models.Model):
    """One trackback from one of our entries to one page outside: sent once, its state shown to the author."""

    class State(models.TextChoices):
        WAITING = "waiting", _("on its way")
        SENT = "sent", _("has arrived")
        FAILED = "failed", _("could not be delivered")

    entry = models.ForeignKey("entries.Entry", models.CASCADE, related_name="pings", verbose_name=_("entry"))
    url = models.URLField(_("address"), max_length=URL_MAX)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last attempt"), auto_now=True)

    class Meta:
        verbose_name = _("trackback sent")
        verbose_name_plural = _("trackbacks sent")
        constraints = [models.UniqueConstraint(name="links_outgoingping_once", fields=["entry", "url"])]

    def __str__(self):
        return self.url
