"""Forms of handbook pages: the text, and the place in the tree."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.queries.pages import Node, Tree
from sns.entries.forms import TextForm

INDENT = "\u3000"  # a full-width space: options cannot be indented otherwise


def _places(nodes: list[Node]) -> list[tuple[str, str]]:
    top = [("", _("At the top of the handbook"))]
    return top + [(str(node.pk), INDENT * node.depth + node.title) for node in nodes]


class PageForm(TextForm):
    """``tree`` for a new page alone, which also asks for its place."""

    parent = forms.ChoiceField(label=gettext_lazy("Place"), required=False)

    def __init__(self, *args, tree: Tree | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if tree is None:
            del self.fields["parent"]
        else:
            self.fields["parent"].choices = _places(tree.places_for())

    def clean_parent(self) -> int | None:
        return int(self.cleaned_data["parent"]) if self.cleaned_data["parent"] else None


class PlaceForm(forms.Form):
    """Below which page, and whether first or last there."""

    parent = forms.ChoiceField(label=gettext_lazy("Below"), required=False)
    end = forms.ChoiceField(
        label=gettext_lazy("There, as"),
        choices=[("last", gettext_lazy("the last one")), ("first", gettext_lazy("the first one"))],
        widget=forms.RadioSelect,
        initial="last",
    )

    def __init__(self, *args, tree: Tree, node: Node, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = _places(tree.places_for(node))
        self.initial.setdefault("parent", str(node.parent.pk) if node.parent else "")

    def place(self) -> tuple[int | None, int]:
        """The page above (None: none) and the position below it."""
        parent = self.cleaned_data["parent"]
        return (int(parent) if parent else None), (0 if self.cleaned_data["end"] == "first" else 2**31 - 1)
