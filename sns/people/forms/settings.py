import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sns.people.models import User
from sns.people.profile import read_skills


class ProfileForm(forms.ModelForm):
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=500,
        help_text=_("What colleagues may ask you about, with commas between: welding, Excel, Chinese"),
    )

    class Meta:
        model = User
        fields = ["reading", "site", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "site": _("Where you work: the head office, a plant, at home …"),
            "introduction": _("Markdown can be used."),
        }

    field_order = ["reading", "site", "skills", "introduction"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("skills", ", ".join(skill.name for skill in self.instance.skills.all()))

    def clean_skills(self) -> list[str]:
        return read_skills(self.cleaned_data["skills"])


class PortraitForm(forms.Form):
    portrait = forms.FileField(
        label=_("New portrait"),
        help_text=_("JPEG, PNG, GIF, WebP or AVIF. The middle is cut out; place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone a person may have, by part of the world."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        regions.setdefault(region if place else "", []).append((name, (place or name).replace("_", " ")))
    return sorted(regions.items())


class DisplayForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]
        widgets = {"language": forms.RadioSelect, "theme": forms.RadioSelect}
