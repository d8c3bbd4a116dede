"""The Django app."""

from django.apps import AppConfig


class LaurelConfig(AppConfig):
    """Registers the outbox and the system checks."""

    name = "laurel_django"
    label = "laurel"
    verbose_name = "Laurel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from laurel_django import checks

        checks.register()
