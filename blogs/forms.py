"""The form of a post: what was typed stays typed, whatever is wrong with it."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blogs.models import Category, Post
from blogs.queries.audiences import ONLY_ME, audiences_of
from blogs.skeletons import without_guidance
from sns.entries.forms import checked_tags
from sns.entries.models import Entry
from sns.entries.models.entry import BODY_MAX, TITLE_MAX
from sns.links.models import EntryLink
from sns.people.models import User
from sns.spaces.models import Space

SCHEDULE_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Manuscript:
    """What a person wants a post to be; ``space`` None means "only me"."""

    title: str
    body: str
    tags: list[str]
    space: Space | None
    flavour: str = ""
    categories: list[Category] = field(default_factory=list)
    new_category: str = ""
    publish_at: datetime | None = None
    relations: dict[int, str] = field(default_factory=dict)


class PostForm(forms.Form):
    """``intent`` is what the pressed button asks for: publish, schedule, draft, preview or autosave."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"class": "title-input", "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Separated by spaces or commas. A #word in the text becomes a tag as well."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-tags": ""}),
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who can read it"))
    flavour = forms.ChoiceField(
        label=gettext_lazy("Sort of post"),
        required=False,
        choices=[("", gettext_lazy("Just a post")), *Entry.Flavour.choices],
    )
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Categories of my blog"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_category = forms.CharField(
        label=gettext_lazy("New category"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    publish_date = forms.DateField(
        label=gettext_lazy("Date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    publish_time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, author: User, post: Post | None = None, linked=(), intent: str = "", **options):
        super().__init__(data, **options)
        self.author, self.post, self.intent = author, post, intent
        self._spaces = {str(space.pk): space for space in audiences_of(author)}
        self.fields["audience"].choices = self._audience_choices()
        self.fields["categories"].queryset = Category.objects.filter(owner=author)
        self._add_relations(linked)

    def _audience_choices(self) -> list[tuple[str, str]]:
        named = [
            (value, _("Whole company") if space.kind == Space.Kind.COMPANY else space.name)
            for value, space in self._spaces.items()
        ]
        choices = [*named, (ONLY_ME, _("Only me"))]
        # He no longer belongs to the audience of his text: nothing is chosen for him, least of all everybody.
        return choices if self._keeps_audience() else [("", _("Please choose")), *choices]

    def _keeps_audience(self) -> bool:
        space = self.post.space if self.post else None
        return space is None or space.kind == Space.Kind.PERSONAL or str(space.pk) in self._spaces

    def _add_relations(self, linked) -> None:
        """One compact choice for each entry that the text links to; ``linked`` are (id, title)."""
        self.relation_names = []
        for pk, title in linked:
            name = f"relation_{pk}"
            self.fields[name] = forms.ChoiceField(
                label=title, required=False, choices=RELATION_CHOICES, initial=EntryLink.Relation.CITES
            )
            self.relation_names.append(name)

    @property
    def relation_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.relation_names]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self) -> str:
        body = self.cleaned_data["body"].replace("\r\n", "\n").rstrip()
        if len(body) > BODY_MAX:
            raise ValidationError(
                _("The text has %(length)s characters; %(limit)s is the most. Please split it in two posts.")
                % {"length": f"{len(body):,}", "limit": f"{BODY_MAX:,}"}
            )
        return body

    def clean_tags(self) -> list[str]:
        return checked_tags(self.cleaned_data["tags"])

    def clean_new_category(self) -> str:
        return " ".join(self.cleaned_data["new_category"].split())

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.intent in ("publish", "schedule", "preview") and cleaned.get("body"):
            cleaned["body"] = without_guidance(cleaned.get("flavour", ""), cleaned["body"])
        if self.intent in ("publish", "schedule"):
            self._require("title", _("Please give it a title, so that people find it again."))
            self._require("body", _("The text is still empty."))
        if self.intent == "draft" and not self.errors and not (cleaned["title"] or cleaned["body"].strip()):
            self.add_error("body", _("There is nothing to save yet. Please write a title or a text."))
        if self.intent == "schedule":
            cleaned["publish_at"] = self._schedule()
        return cleaned

    def _require(self, name: str, message: str) -> None:
        if name not in self.errors and not (self.cleaned_data.get(name) or "").strip():
            self.add_error(name, message)

    def _schedule(self) -> datetime | None:
        date, time = self.cleaned_data.get("publish_date"), self.cleaned_data.get("publish_time")
        if date is None and "publish_date" not in self.errors:
            self.add_error("publish_date", _("On which day should it be published?"))
        if time is None and "publish_time" not in self.errors:
            self.add_error("publish_time", _("At what time should it be published?"))
        if date is None or time is None:
            return None
        if date < timezone.localdate():  # before making a moment of it: year 1 has no UTC
            return self._wrong_day(_("This day has passed. Please choose a later one."))
        if date > timezone.localdate() + SCHEDULE_AHEAD:
            return self._wrong_day(_("Please choose a day within a year from now."))
        at = timezone.make_aware(datetime.combine(date, time))
        if at <= timezone.now():
            self.add_error("publish_time", _("This time has passed. Please choose a later one."))
        return at

    def _wrong_day(self, message: str) -> None:
        self.add_error("publish_date", message)

    def manuscript(self) -> Manuscript:
        """What the form asks for; a field that is wrong (autosave takes anything) counts as not filled in."""
        data = self.cleaned_data
        return Manuscript(
            title=data.get("title", self.data.get("title", "")[:TITLE_MAX]),
            body=data.get("body", ""),
            tags=data.get("tags", []),
            space=self._space(data.get("audience")),
            flavour=data.get("flavour", ""),
            categories=list(data.get("categories", [])),
            # Autosave comes in the middle of a word: it must not make a category of each half name.
            new_category="" if self.intent == "autosave" else data.get("new_category", ""),
            publish_at=data.get("publish_at"),
            relations={int(name.partition("_")[2]): data[name] for name in self.relation_names if data.get(name)},
        )

    def _space(self, value: str | None) -> Space | None:
        if value is None:  # the choice was wrong: a draft stays where it is, a new one with its author
            return self.post.space if self.post and self._keeps_audience() else None
        return self._spaces.get(value)


RELATION_CHOICES = [
    (EntryLink.Relation.CITES, gettext_lazy("mentions it")),
    (EntryLink.Relation.CONTINUES, gettext_lazy("continues it")),
    (EntryLink.Relation.DISAGREES, gettext_lazy("sees it differently")),
    (EntryLink.Relation.TRIED, gettext_lazy("I tried it too")),
    (EntryLink.Relation.FAILED, gettext_lazy("I tried it too and failed")),
]


class RelationsForm(forms.Form):
    """How a published post relates to what it links to; ``linked`` are (id, title, relation)."""

    def __init__(self, data=None, *, linked, **options):
        super().__init__(data, **options)
        for pk, title, relation in linked:
            self.fields[str(pk)] = forms.ChoiceField(label=title, choices=RELATION_CHOICES, initial=relation)

    def relations(self) -> dict[int, str]:
        return {int(name): relation for name, relation in self.cleaned_data.items()}


def initial_of(post: Post, tags: list[str], relations: dict[int, str]) -> dict:
    """What the form of a stored post starts with."""
    at = timezone.localtime(post.publish_at) if post.publish_at else None
    return {
        "title": post.title,
        "body": post.body,
        "tags": " ".join(tags),
        "audience": ONLY_ME if post.space.kind == Space.Kind.PERSONAL else str(post.space_id),
        "flavour": post.flavour,
        "categories": list(post.categories.all()),
        "publish_date": at.date() if at else None,
        "publish_time": at.time() if at else None,
        "version": post.version,
    } | {f"relation_{pk}": relation for pk, relation in relations.items()}


def blank(author: User) -> dict:
    """What the form of a new post starts with; its one-time number makes a double click save once."""
    return {"submission": uuid.uuid4(), "audience": str(audiences_of(author)[0].pk)}
