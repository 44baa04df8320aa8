"""Forms of a topic, of the decision on an idea, and of where an entry is moved to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import IdeaDecision, Topic
from communities.models.topic import REASON_MAX
from sns.entries.forms import TextForm

SORTS = [
    ("", _("Talk")),
    (Topic.Flavour.QUESTION.value, _("Question")),
    (Topic.Flavour.IDEA.value, _("Idea")),
    (Topic.Flavour.GRATITUDE.value, _("Thank-you")),
]


class TopicForm(TextForm):
    """Title, text, tags and what sort of topic it is."""

    flavour = forms.ChoiceField(label=_("What is it?"), required=False, choices=SORTS, widget=forms.RadioSelect)

    def __init__(self, *args, entry: Topic | None = None, **kwargs):
        super().__init__(*args, entry=entry, **kwargs)
        if entry and not self.is_bound:
            self.initial.setdefault("flavour", entry.flavour)

    field_order = ["flavour", "title", "body", "tags"]


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What was decided"),
        choices=IdeaDecision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who reads the idea sees it, with your name."),
        error_messages={"required": _("Please say why: it is what people remember.")},
    )


class MoveForm(forms.Form):
    """The spaces into which the person may move an entry."""

    space = forms.TypedChoiceField(
        label=_("Where to"), coerce=int, error_messages={"required": _("Please choose a place.")}
    )

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(space.pk, _("Whole company") if space.kind == "company" else space.name) for space in targets]
        self.fields["space"].choices = [("", _("Please choose")), *names]
