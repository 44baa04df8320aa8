from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sns.people.models import User
from sns.spaces.models import Space
from sns.spaces.queries import space_ids

TITLE_MAX = 200
BODY_MAX = 100_000


class EntryQuerySet(models.QuerySet):
    # The conditions are IS NULL literals, never parameters: the partial indexes below depend on it.
    def live(self):
        """Published and not withdrawn."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def visible_to(self, user: User):
        """What the person may read: live entries of the spaces he may see."""
        return self.live().filter(space_id__in=space_ids(user))

    def drafts_of(self, user: User):
        return self.filter(author_id=user.pk, published_at__isnull=True, withdrawn_at__isnull=True)

    def trash_of(self, user: User):
        return self.filter(author_id=user.pk, withdrawn_at__isnull=False, withdrawn_by=user.pk)

    def newest_first(self):
        return self.order_by("-published_at", "-id")


class Entry(models.Model):
    """Whatever people publish: one row of the timeline. Content apps add a child row with what is theirs alone."""

    class Kind(models.TextChoices):
        POST = "post", _("Post")
        TOPIC = "topic", _("Topic")
        EVENT = "event", _("Event")
        POLL = "poll", _("Poll")
        NOTICE = "notice", _("Notice")
        PAGE = "page", _("Handbook page")
        THANK = "thank", _("Thanks")

    class Flavour(models.TextChoices):
        """What sort of text it is; set by the template it was started from, shown as a badge."""

        DAILY = "daily", _("Daily report")
        STUDY = "study", _("Study session")
        SOCIAL = "social", _("Get-together")
        LESSON = "lesson", _("Lesson from a failure")
        QUESTION = "question", _("Question")
        NEWS = "news", _("News to share")
        IDEA = "idea", _("Idea")
        GRATITUDE = "gratitude", _("Thank-you")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    flavour = models.CharField(_("sort of text"), max_length=10, choices=Flavour.choices, blank=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="entries", verbose_name=_("audience"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=TITLE_MAX, blank=True)
    body = models.TextField(_("body"), blank=True, max_length=BODY_MAX)
    version = models.PositiveIntegerField(_("version"), default=1, help_text=_("Raised at every change of the text."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change of the text"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("withdrawn by"),
    )  # fmt: skip
    withdrawn_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    # Derived from the text by rendering.derive(), so that no page renders Markdown; `manage.py rebuild` redoes it.
    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=300, editable=False, blank=True)
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=1)
    cover = models.ForeignKey(
        "entries.Upload", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    # Counters, each written by one action and made again by `manage.py rebuild`.
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    reaction_counts = models.JSONField(_("reactions"), default=dict, editable=False)
    reader_count = models.PositiveIntegerField(_("readers"), default=0, editable=False)
    last_activity_at = models.DateTimeField(_("last activity"), null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    # Saving the text leaves these alone; a child with a counter of its own adds it.
    counters = frozenset({"comment_count", "reaction_counts", "reader_count", "last_activity_at"})

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            # The feed's bounded walk: the newest live entries, filtered by space and author from the index alone.
            models.Index(
                fields=["-published_at", "-id"],
                include=["author", "space"],
                name="entries_live_walk",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
            # The feed's top-k of one author; a person's blog and its archive.
            models.Index(
                fields=["author", "-published_at", "-id"],
                name="entries_live_author",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
            # The feed's top-k of one space; a unit's page.
            models.Index(
                fields=["space", "-published_at", "-id"],
                name="entries_live_space",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
            # "Waiting for a first answer" on the home page.
            models.Index(
                fields=["-published_at", "-id"],
                name="entries_live_unanswered",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True, comment_count=0),
            ),
            # The list of questions.
            models.Index(
                fields=["-published_at", "-id"],
                include=["space"],
                name="entries_live_questions",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True, flavour="question"),
            ),
            # The tree of a community's handbook, pages in the trash included.
            models.Index(fields=["space"], name="entries_pages", condition=Q(kind="page")),
            # A person's drafts; the trash and its purge after the set number of days.
            models.Index(
                fields=["author", "-updated_at"],
                name="entries_drafts",
                condition=Q(published_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(fields=["withdrawn_at"], name="entries_withdrawn", condition=Q(withdrawn_at__isnull=False)),
        ]

    def __str__(self):
        return self.title or self.excerpt[:60] or f"#{self.pk}"

    def get_absolute_url(self):
        return f"/{self.kind}s/{self.pk}/"

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class Revision(models.Model):
    """The text as it was saved at one time; the newest revision equals the entry's text."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="revisions", verbose_name=_("entry"))
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("editor"))
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=TITLE_MAX, blank=True)
    body = models.TextField(_("body"), blank=True)
    tags = models.JSONField(_("tags"), default=list)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(name="entries_revision_once", fields=["entry", "version"])]

    def __str__(self):
        return f"{self.entry} ({self.version})"


class WorkingCopy(models.Model):
    """Autosaved text of one editor for an entry that is already published; readers never see it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="working_copies")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base_version = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="entries_workingcopy_once", fields=["entry", "editor"])]

    def __str__(self):
        return f"{self.entry} — {self.editor}"
