from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectivesConfig(AppConfig):
    name = "objectives"
    verbose_name = _("Objectives")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from objectives import bookkeeping, tops

        bookkeeping.register(tops.Tops())
