from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("follower")
    )
    followee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="followed_by",
        verbose_name=_("followed person"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(name="people_follow_once", fields=["follower", "followee"]),
            models.CheckConstraint(
                name="people_follow_not_oneself",
                condition=~models.Q(follower=models.F("followee")),
                violation_error_message=_("You cannot follow yourself."),
            ),
        ]

    def __str__(self):
        return f"{self.follower} → {self.followee}"
