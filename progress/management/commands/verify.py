from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from progress import verify


class Command(BaseCommand):
    help = "Recompute every stored figure from the ledger and report differences."

    def handle(self, *args, **options) -> None:
        with transaction.atomic():
            self.take_one_view()
            found = list(verify.differences())
        self.report(found)

    def take_one_view(self) -> None:
        """Let all queries see one moment, while others go on writing."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    def report(self, found: list[verify.Difference]) -> None:
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} differences.")
        self.stdout.write(
            "Every stored figure equals what the ledger gives: 0 differences."
        )
