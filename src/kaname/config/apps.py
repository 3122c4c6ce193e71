"""The Django app that carries the system checks of the whole house."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Settings and checks."""

    name = "kaname.config"
    label = "kaname_config"
