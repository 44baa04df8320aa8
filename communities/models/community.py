from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.spaces.models import SpaceMember

PURPOSE_MAX = 500
CHARTER_MAX = 20_000


class Category(models.Model):
    """A shelf of the directory of communities."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("category of communities")
        verbose_name_plural = _("categories of communities")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class CommunityQuerySet(models.QuerySet):
    def listed_for(self, user):
        """Communities whose existence the person may know of: all but the secret ones he does not belong to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = SpaceMember.objects.filter(space_id=OuterRef("space_id"), user_id=user.pk)
        return self.filter(~Q(access=Community.Access.SECRET) | Exists(mine))

    def of_member(self, user):
        return self.filter(space__memberships__user_id=user.pk)

    def active(self):
        return self.filter(space__is_archived=False)


class Community(models.Model):
    """People who gather around a purpose. What they write lives in ``space``, which alone says who may read it.

    Open: everybody reads and joins by a click. Closed: everybody knows that it exists, members read; one asks to
    join. Secret: only members know of it; one is invited.
    """

    class Access(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SECRET = "secret", _("Secret")

    class Tool(models.TextChoices):
        EVENTS = "events", _("Events")
        POLLS = "polls", _("Polls")
        HANDBOOK = "handbook", _("Handbook")
        FILES = "files", _("Files")

    space = models.OneToOneField(
        "spaces.Space", models.PROTECT, primary_key=True, related_name="community", verbose_name=_("space")
    )
    access = models.CharField(_("access"), max_length=8, choices=Access.choices, default=Access.OPEN)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="communities", verbose_name=_("category")
    )
    tags = models.ManyToManyField("entries.Tag", blank=True, related_name="communities", verbose_name=_("tags"))
    purpose = models.CharField(
        _("purpose"), max_length=PURPOSE_MAX, help_text=_("What will be different in three months?")
    )
    charter = models.TextField(_("charter"), max_length=CHARTER_MAX, blank=True)
    charter_html = models.TextField(editable=False, blank=True)
    welcome = models.TextField(
        _("welcome message"), max_length=2000, blank=True, help_text=_("Each new member gets it.")
    )
    tools = ArrayField(
        models.CharField(max_length=10, choices=Tool.choices), verbose_name=_("tools"), default=list, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("founded"), default=timezone.now)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("archived by")
    )  # fmt: skip
    # The founding form's one-time number: a double click founds once.
    submission = models.UUIDField(null=True, unique=True, editable=False)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self):
        return self.space.name

    def get_absolute_url(self):
        return f"/communities/{self.pk}/"

    @property
    def name(self) -> str:
        return self.space.name

    @property
    def member_count(self) -> int:
        return self.space.member_count

    @property
    def is_archived(self) -> bool:
        return self.space.is_archived


class JoinRequest(models.Model):
    """Somebody asks to join a closed community; its moderators answer."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="join_requests", verbose_name=_("community"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("person")
    )
    message = models.CharField(_("message"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )  # fmt: skip
    accepted = models.BooleanField(_("accepted"), null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                name="communities_joinrequest_one_open", fields=["community", "user"],
                condition=Q(answered_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} → {self.community_id}"


class Invitation(models.Model):
    """A member asks somebody in."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations", verbose_name=_("community"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="community_invitations", verbose_name=_("person")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("invited by")
    )
    message = models.CharField(_("message"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("invitation to a community")
        verbose_name_plural = _("invitations to communities")
        constraints = [
            models.UniqueConstraint(
                name="communities_invitation_one_open", fields=["user", "community"],
                condition=Q(answered_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.community_id} → {self.user}"


class OwnershipOffer(models.Model):
    """The owner hands the community over; it is the other one's when he accepts."""

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="ownership_offers", verbose_name=_("community")
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("offered"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("offer of ownership")
        verbose_name_plural = _("offers of ownership")
        constraints = [
            models.UniqueConstraint(
                name="communities_offer_one_open", fields=["community"], condition=Q(answered_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.community_id} → {self.to}"
