"""`manage.py compile_translations`"""

from django.core.management.base import BaseCommand

from okr_site.assets import compile_translations


class Command(BaseCommand):
    help = "Compiles the translations that changed; needs no gettext programs."
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        for path in compile_translations():
            self.stdout.write(f"Compiled {path.parent.parent.name}.")
