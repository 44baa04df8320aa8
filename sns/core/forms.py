"""How form fields become HTML."""

from functools import cached_property

from django.forms.renderers import DjangoTemplates, Jinja2


class FieldRenderer(Jinja2):
    """Fields in Jinja2, a third of the time; the administration's own widgets exist only as Django templates."""

    @cached_property
    def for_admin(self) -> DjangoTemplates:
        return DjangoTemplates()

    def get_template(self, template_name: str):
        if template_name.startswith("admin/"):
            return self.for_admin.get_template(template_name)
        return super().get_template(template_name)
