"""Acts on one thing (withdraw, deactivate, settle …): a page that asks, then the product's own action."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why: it goes into the record and, where the act says so, to the author."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class Act:
    """``fits`` says for which object the act is offered, ``run`` does it through an action and leaves a record."""

    name: str
    label: str
    explanation: str
    done: str
    run: Callable[[HttpRequest, Model, dict], None]
    fits: Callable[[HttpRequest, Model], bool]
    form: type[forms.Form] = forms.Form
    tone: str = ""


class ActsMixin:
    """Adds the pages ``<id>/<act>/`` and buttons for them at the top of an object's page."""

    acts: tuple[Act, ...] = ()
    change_form_template = "admin/acts_change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act_"
        own = [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=name + act.name,
            )
            for act in self.acts
        ]
        return own + super().get_urls()

    def name_of(self, request: HttpRequest, obj: Model) -> str:
        """What the page calls the object; a title may be more than the administrator is to see."""
        return str(obj)

    def act_url(self, act: Act, obj: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act_{act.name}", args=[obj.pk])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        fitting = [act for act in self.acts if act.fits(request, obj)] if obj else []
        buttons = [{"url": self.act_url(act, obj), "label": act.label, "tone": act.tone} for act in fitting]
        name = self.name_of(request, obj) if obj else ""
        context = {"acts": buttons, "subtitle": name, "shown_as": name, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def act_view(self, request: HttpRequest, object_id: str, *, act: Act) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not act.fits(request, obj):
            raise PermissionDenied
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._run(request, obj, act, form):
            messages.success(request, act.done)
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk]))
        return self.ask(request, act=act, form=form, subjects=[obj])

    def _run(self, request: HttpRequest, obj: Model, act: Act, form: forms.Form) -> bool:
        try:
            with transaction.atomic():
                act.run(request, obj, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True

    def ask(self, request: HttpRequest, *, act: Act, form: forms.Form, subjects, hidden=None) -> HttpResponse:
        """The page that says what will happen and asks for what is needed."""
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "form": form,
            "subjects": [self.name_of(request, subject) for subject in subjects],
            "hidden": hidden or {},
            "opts": self.opts,
            "original": subjects[0] if len(subjects) == 1 else None,
            "cancel": _("Cancel"),
        }
        return TemplateResponse(request, "admin/act.html", context)
