from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from objectives import clock
from objectives.models import Cycle, Objective, User
from progress.demo.people import PASSWORD
from progress.generate.build import generate
from progress.generate.company import email


class Command(BaseCommand):
    help = (
        "Write a synthetic organisation of any size, to try what a big one costs. "
        "The same seed and day give the same rows."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--objectives", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="The day that the rows lead up to (YYYY-MM-DD); today if not given.",
        )
        parser.add_argument(
            "--add",
            action="store_true",
            help="Add to what there is; nobody can sign in as the people added.",
        )

    def handle(self, *args, objectives, seed, today, add, **options) -> None:
        if objectives < 1:
            raise CommandError("--objectives is 1 or more.")
        self.refuse_unless_possible(seed, add)
        self.refuse_later_than(clock.today(), today)
        steps = generate(
            objectives,
            seed=seed,
            today=today or clock.today(),
            password=None if add else PASSWORD,
        )
        with tqdm(total=objectives, unit=" objectives", disable=None) as bar:
            for number in steps:
                bar.update(number)
        self.report(objectives, seed, add)

    def refuse_unless_possible(self, seed: int, add: bool) -> None:
        for rows in (Objective.objects, Cycle.objects, User.objects):
            if not add and rows.exists():
                found = rows.model._meta.verbose_name_plural
                raise CommandError(f"There are {found} already; --add adds to them.")
        if User.objects.filter(email=email(seed, 0)).exists():
            raise CommandError(f"Seed {seed} was used here already; give another.")

    def refuse_later_than(self, now: date, today: date | None) -> None:
        """Nothing may be entered in the future."""
        if today and not date(2001, 1, 1) <= today <= now:
            raise CommandError("--today lies between 2001-01-01 and the real today.")

    def report(self, objectives: int, seed: int, add: bool) -> None:
        self.stdout.write(f"{objectives} objectives were generated from seed {seed}.")
        if not add:
            self.stdout.write(f"Sign in as {email(seed, 0)}, password {PASSWORD}.")
