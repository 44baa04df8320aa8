from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The whole visibility rule: open spaces and those the person is a member of; nobody else sees more."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = SpaceMember.objects.filter(user_id=user.pk).values("space_id")
        return self.filter(models.Q(is_open=True) | models.Q(id__in=mine))


class Space(models.Model):
    """Where entries live and who may see them: everybody when open, its members otherwise."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Whole company")
        UNIT = "unit", _("Unit")
        COMMUNITY = "community", _("Community")
        GROUP = "group", _("Closed group")
        PERSONAL = "personal", _("Only me")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100)
    is_open = models.BooleanField(_("open to all employees"), default=False)
    unit = models.OneToOneField(
        "people.OrgUnit", models.PROTECT, null=True, blank=True, related_name="space", verbose_name=_("unit")
    )
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="personal_space",
        verbose_name=_("owner of the personal space"),
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="spaces.SpaceMember", related_name="spaces")
    is_archived = models.BooleanField(
        _("archived"), default=False, help_text=_("Still read and found; nothing is added any more.")
    )
    # Of communities only: the company's space would be one hot row. Made again by `manage.py rebuild`.
    member_count = models.PositiveIntegerField(_("active members"), default=0, editable=False)
    entry_count = models.PositiveIntegerField(_("entries"), default=0, editable=False)
    last_activity_at = models.DateTimeField(_("last activity"), null=True, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.UniqueConstraint(
                name="spaces_space_one_company", fields=["kind"], condition=models.Q(kind="company")
            ),
            models.CheckConstraint(
                name="spaces_space_unit_kind",
                condition=models.Q(kind="unit", unit__isnull=False)
                | (~models.Q(kind="unit") & models.Q(unit__isnull=True)),
            ),
            models.CheckConstraint(
                name="spaces_space_personal_is_closed",
                condition=models.Q(kind="personal", owner__isnull=False, is_open=False)
                | (~models.Q(kind="personal") & models.Q(owner__isnull=True)),
            ),
        ]

    def __str__(self):
        return self.name


class SpaceMember(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")

    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships", verbose_name=_("space"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            # Also serves "the spaces of a person".
            models.UniqueConstraint(name="spaces_spacemember_once", fields=["user", "space"]),
        ]

    def __str__(self):
        return f"{self.user} — {self.space}"
