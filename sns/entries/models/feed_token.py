from django.conf import settings
from django.db import models


class FeedToken(models.Model):
    """A reader's private key to Atom feeds: a feed reader cannot log in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_token")
    token = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.user_id}"
