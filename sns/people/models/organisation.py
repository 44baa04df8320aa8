from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class OrgUnitQuerySet(models.QuerySet):
    def subtree(self, unit: "OrgUnit"):
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)


class OrgUnit(models.Model):
    """A department; ``path`` holds the ids from the root down ("/1/4/"), so a subtree is a prefix."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent unit")
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    code = models.CharField(_("code"), max_length=30, unique=True, help_text=_("As in the staff list."))
    path = models.CharField(max_length=200, editable=False, db_index=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/units/{self.pk}/"

    @property
    def label(self) -> str:
        """The name in the reader's language, as far as there is one."""
        return self.name if get_language() == "ja" else self.name_en or self.name


class DatedQuerySet(models.QuerySet):
    def current(self, on=None):
        """Rows in force on a day (a date; default today in the company's time zone)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Posting(models.Model):
    """A person's place in a unit, from a day until a day (both included); second posts are not primary."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="postings", verbose_name=_("person")
    )
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="postings", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=60, blank=True)
    primary = models.BooleanField(_("main post"), default=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-primary", "since", "id"]
        # The directory of one title; the list of all titles.
        indexes = [models.Index(fields=["title"], name="people_posting_title", condition=~Q(title=""))]
        constraints = [
            models.CheckConstraint(
                name="people_posting_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.UniqueConstraint(
                name="people_posting_one_open_main_post",
                fields=["user"],
                condition=Q(primary=True, until__isnull=True),
                violation_error_message=_("This person already has a main post without an end."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.title}".strip()


class RoleTerm(models.Model):
    """A role that a person holds for a time, in the company or for one unit."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Promotion leader")
        EXECUTIVE = "executive", _("Executive")
        COMMUNITY_MANAGER = "community_manager", _("Community manager")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_terms", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, verbose_name=_("unit"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["role", "since", "id"]
        constraints = [
            models.CheckConstraint(
                name="people_roleterm_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self):
        return self.get_role_display()
