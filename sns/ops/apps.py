from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    name = "sns.ops"
    label = "ops"
    verbose_name = _("Operations")
    default = True


class EngawaAdminConfig(SimpleAdminConfig):
    """`admin.site` is ours and holds what `sns.ops.admin` registers, nothing that packages bring along."""

    default = False
    default_site = "sns.ops.admin_site.EngawaAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("sns.ops.admin")
