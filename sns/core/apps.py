from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "sns.core"
    label = "core"
