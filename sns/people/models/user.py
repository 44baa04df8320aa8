import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sns.people.models.organisation import RoleTerm
from sns.people.models.words import NameWords

HANDLE = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": value})


def avatar_path(token: str, size: int) -> str:
    """Address of a portrait in one of its sizes, 96 or 256; empty when there is none."""
    return f"/avatars/{token}-{size}.webp" if token else ""


class UserQuerySet(models.QuerySet):
    def active(self):
        """People who may log in now."""
        return self.filter(is_active=True)

    def colleagues(self):
        """Everybody the directory shows: active people, no guests from imported archives."""
        return self.filter(is_active=True, is_guest=False)

    def in_reading_order(self):
        """Furigana order, as a Japanese directory is read."""
        return self.order_by("reading", "name", "id")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """From the command line; with the role, or the daily job would take the flags away again."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        RoleTerm.objects.create(user=user, role=RoleTerm.Role.ADMINISTRATOR)
        return user


class Skill(models.Model):
    name = models.CharField(_("name"), max_length=50, unique=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["name"]

    def __str__(self):
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the company; deactivated when he leaves, never deleted.

    A guest is a name from an imported archive: shown as an author, without address and log-in.
    """

    class Theme(models.TextChoices):
        AUTO = "auto", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    handle = models.CharField(
        _("handle"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(rf"^{HANDLE}$", _("Use small letters, digits, “.”, “-” and “_”."))],
        help_text=_("Used in the address of the profile and to mention the person: @handle"),
    )
    employee_number = models.CharField(_("employee number"), max_length=30, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=100)
    reading = models.CharField(
        _("reading (furigana)"),
        max_length=100,
        blank=True,
        help_text=_("In hiragana; the directory is sorted by it."),
    )
    site = models.CharField(_("site"), max_length=60, blank=True)
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    introduction_html = models.TextField(editable=False, blank=True)
    skills = models.ManyToManyField(Skill, verbose_name=_("skills"), blank=True, related_name="people")
    avatar = models.CharField(_("portrait"), max_length=40, blank=True, editable=False)

    language = models.CharField(
        _("language"), max_length=5, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo", validators=[validate_time_zone])
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)

    is_guest = models.BooleanField(_("guest from an archive"), default=False)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    followed_people = models.ManyToManyField(
        "self", through="people.Follow", through_fields=("follower", "followee"), symmetrical=False
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "handle"]
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="people_user_email_is_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in small letters."),
            ),
            models.CheckConstraint(
                name="people_user_guest_cannot_log_in",
                condition=models.Q(is_guest=False) | models.Q(is_active=False, email__isnull=True),
                violation_error_message=_("A guest has no address and cannot log in."),
            ),
        ]
        indexes = [
            # The directory in furigana order, page by page.
            models.Index(
                fields=["reading", "name", "id"],
                name="people_user_reading",
                condition=models.Q(is_active=True, is_guest=False),
            ),
            # Search of the directory and completion of mentions.
            GinIndex(
                NameWords("name", "reading", "handle"),
                name="people_user_words",
                condition=models.Q(is_active=True, is_guest=False),
            ),
            # The directory of one site; the list of all sites.
            models.Index(
                fields=["site", "reading", "name", "id"],
                name="people_user_site",
                condition=models.Q(is_active=True, is_guest=False),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.email = self.email.lower() if self.email else None
        self.employee_number = self.employee_number or None

    def get_absolute_url(self):
        return f"/people/{self.handle}/"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def avatar_url(self, size: int = 96) -> str:
        """Address of the portrait (sizes 96 and 256), empty when there is none."""
        return avatar_path(self.avatar, size)

    @cached_property
    def current_roles(self) -> frozenset[tuple[str, int | None]]:
        """(role, unit id or None) of every role term of today; read once per request."""
        return frozenset(RoleTerm.objects.current().filter(user_id=self.pk).values_list("role", "unit_id"))

    def has_role(self, role: str) -> bool:
        return any(held == role for held, _unit in self.current_roles)
