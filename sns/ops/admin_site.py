"""The administrators' site: our log-in, our second factor, our look, and a front page of what needs attention."""

from collections import Counter

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sns.ops.attention import matters
from sns.people.permissions import has_second_factor

# The records by what an administrator has in mind, not by the package they come from.
GROUPS = (
    (_("People and units"), ("User", "OrgUnit", "Posting", "RoleTerm", "Invitation", "Skill", "CompanyValue")),
    (_("Posts and comments"), ("Flag", "Entry", "Comment", "Tag", "Upload", "Space", "blogs.Category")),
    (_("Communities"), ("Community", "communities.Category", "JoinRequest")),
    (_("Operations"), ("AuditEvent", "Job", "PendingMail", "Digest", "ImportJob", "OldUrl")),
    (_("Blogs outside"), ("TrackbackHost", "OutgoingPing")),
)


class EngawaAdminSite(AdminSite):
    """Django's administration as a part of the product."""

    site_header = _("Engawa administration")
    site_title = _("Engawa administration")
    index_title = _("What needs attention")
    enable_nav_sidebar = True
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        """Active administrators whose session has used its second factor (the middleware leads others there)."""
        user = request.user
        return user.is_active and user.is_staff and has_second_factor(request)

    def each_context(self, request: HttpRequest) -> dict:
        # These templates are Django's: their words come from here, where they are extracted for translation.
        words = {
            "back": _("Back to Engawa"),
            "search": _("Search"),
            "attention": _("What needs attention"),
            "records": _("Records"),
            "nothing": _("nothing"),
        }
        return super().each_context(request) | {"words": words}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Our groups in our order; what nobody has put into a group follows under its app's name."""
        apps = super().get_app_list(request, app_label)
        labelled = [(app["app_label"], model) for app in apps for model in app["models"]]
        times = Counter(model["object_name"] for _app, model in labelled)
        models = {_called(app, model, times): model for app, model in labelled}
        groups = [
            self._group(str(number), name, [models.pop(key) for key in keys if key in models])
            for number, (name, keys) in enumerate(GROUPS)
        ]
        rest = [self._group("rest", _("More"), list(models.values()))]
        return [group for group in [*groups, *rest] if group["models"]]

    def _group(self, label: str, name: str, models: list[dict]) -> dict:
        url = reverse("admin:index")
        return {"name": name, "app_label": label, "app_url": url, "has_module_perms": True, "models": models}

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().index(request, {"matters": matters(), **(extra_context or {})})


def _called(app: str, model: dict, times: Counter) -> str:
    """The name of a model; with its app's where two apps have one of the same name."""
    name = model["object_name"]
    return name if times[name] == 1 else f"{app}.{name}"
