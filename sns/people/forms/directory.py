from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sns.people.directory import Filters, sites_and_titles, units_in_tree_order


class DirectoryForm(forms.Form):
    """The filters above the directory; a value that is not on offer (an old address) asks for nothing."""

    q = forms.CharField(label=_("Name or reading"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    title = forms.ChoiceField(label=pgettext_lazy("of a person", "Title"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    skill = forms.CharField(label=_("Skill"), required=False, max_length=50)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self.units = units_in_tree_order()
        sites, titles = sites_and_titles()
        self.fields["unit"].choices = _any([(unit.pk, "　" * depth + unit.label) for unit, depth in self.units])
        self.fields["site"].choices = _any([(site, site) for site in sites])
        self.fields["title"].choices = _any([(title, title) for title in titles])

    def filters(self) -> Filters:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        unit = next((unit for unit, _depth in self.units if str(unit.pk) == asked["unit"]), None)
        return Filters(**asked | {"unit": unit})


def _any(choices: list[tuple]) -> list[tuple]:
    return [("", _("Any")), *choices]
