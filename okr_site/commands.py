"""The `plumbline` program: Django's commands with this site's settings."""

import os

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okr_site.settings")
    execute_from_command_line()
