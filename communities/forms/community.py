"""The form with which a community is founded and described."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions.communities import Description
from communities.models import Category, Community
from communities.models.community import CHARTER_MAX, PURPOSE_MAX
from sns.entries.forms import checked_tags

ACCESS_CHOICES = [
    (Community.Access.OPEN, _("Open: everybody in the company reads along and joins with one click.")),
    (Community.Access.CLOSED, _("Closed: everybody sees that it exists; one asks to join, and members read.")),
    (Community.Access.SECRET, _("Secret: only members know of it; one is invited.")),
]


class CommunityForm(forms.Form):
    """``community`` is the one to change (None: a new one); only its owner changes who may see it."""

    name = forms.CharField(
        label=_("Name of the community"),
        max_length=100,
        error_messages={"required": _("Please give the community a name.")},
    )
    purpose = forms.CharField(
        label=_("What will be different in three months?"),
        help_text=_("The purpose, in one or two sentences. It stands at the top of every page of the community."),
        max_length=PURPOSE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("One sentence is enough: it tells others why to join.")},
    )
    access = forms.ChoiceField(
        label=_("Who may see and join it"), choices=ACCESS_CHOICES, initial=Community.Access.OPEN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.all(), required=False, empty_label=_("Not decided yet")
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, help_text=_("By them it is suggested to people who write about the same."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    tools = forms.MultipleChoiceField(
        label=_("Tools besides talking"), choices=Community.Tool.choices, required=False,
        widget=forms.CheckboxSelectMultiple, initial=[Community.Tool.EVENTS, Community.Tool.FILES],
    )  # fmt: skip
    charter = forms.CharField(
        label=_("Charter"), required=False, max_length=CHARTER_MAX, strip=False,
        help_text=_("How you want to be with each other: two or three promises. Markdown works here."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    welcome = forms.CharField(
        label=_("Welcome message"), required=False, max_length=2000,
        help_text=_("Each new member gets it. What would be a good first step?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, community: Community | None = None, is_owner: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if community:
            self.initial = initial_of(community) | self.initial
        else:
            self.initial.setdefault("submission", uuid.uuid4())
        if not is_owner:
            self.fields["access"].disabled = True
            self.fields["access"].help_text = _("The owner decides this.")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_purpose(self) -> str:
        return " ".join(self.cleaned_data["purpose"].split())

    def clean_tags(self) -> list[str]:
        return checked_tags(self.cleaned_data["tags"])

    def clean_charter(self) -> str:
        return self.cleaned_data["charter"].replace("\r\n", "\n").strip()

    def description(self) -> Description:
        names = ("name", "purpose", "access", "category", "tags", "charter", "welcome", "tools")
        return Description(**{name: self.cleaned_data[name] for name in names})


def initial_of(community: Community) -> dict:
    """What the form of a stored community starts with."""
    return {
        "name": community.name,
        "purpose": community.purpose,
        "access": community.access,
        "category": community.category_id,
        "tags": " ".join(tag.label for tag in community.tags.order_by("label")),
        "tools": community.tools,
        "charter": community.charter,
        "welcome": community.welcome,
        "version": community.version,
    }


TEXTS = ("name", "purpose", "charter", "welcome", "tags")


def stored_otherwise(form: CommunityForm, stored: Community) -> list[tuple[str, str]]:
    """(label, what is stored now) of each text that differs from what was typed."""
    now = initial_of(stored)
    typed = {name: form[name].value() or "" for name in TEXTS}
    return [(str(form.fields[name].label), now[name]) for name in TEXTS if now[name].split() != typed[name].split()]


class SearchForm(forms.Form):
    """What the directory is asked for; nonsense asks for nothing."""

    q = forms.CharField(
        label=_("Name, purpose or tag"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.all(), required=False, empty_label=_("All")
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[
            ("activity", _("Something happened lately")),
            ("newest", _("Newest first")),
            ("members", _("Most members")),
            ("name", _("By name")),
        ],
    )  # fmt: skip
    mine = forms.BooleanField(label=_("Only mine"), required=False)
