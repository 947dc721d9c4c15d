"""`manage.py countcycles`: count the cycles that are too large for every visit."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from okr_site import statistics
from progress import counting


class Command(BaseCommand):
    help = (
        f"Counts cycles of more than {counting.LIVE} key results, whose pages show the "
        "numbers of the last count, and on SQLite how large the tables are. Run it "
        "every hour; a small organisation needs it not."
    )

    def handle(self, *args, **options) -> None:
        for cycle in counting.count_cycles():
            self.stdout.write(f"Counted {cycle}.")
        statistics.renew()
