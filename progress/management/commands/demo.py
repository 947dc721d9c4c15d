from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from objectives import clock
from objectives.models import Cycle, Objective, User
from progress.demo import people
from progress.demo.build import build


class Command(BaseCommand):
    help = "Load the sample company Tidewell and print who can sign in."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, and do not complain, when there is anybody already.",
        )

    def handle(self, *args, if_empty: bool, **options) -> None:
        if if_empty and User.objects.exists():
            self.print_sign_ins()
            return
        self.refuse_unless_empty()
        build(clock.today())
        self.print_sign_ins()

    def refuse_unless_empty(self) -> None:
        """The sample would stand among real goals, and could not be told apart."""
        sample = User.objects.filter(email__endswith=f"@{people.DOMAIN}")
        for rows in (Objective.objects.all(), Cycle.objects.all(), sample):
            if rows.exists():
                found = rows.model._meta.verbose_name_plural
                raise CommandError(f"There are {found} already; nothing was loaded.")

    def print_sign_ins(self) -> None:
        """Those of the sample that exist; nothing on a site without the sample."""
        there = set(User.objects.values_list("email", flat=True))
        if people.PEOPLE[0].email not in there:
            return
        self.stdout.write(f"Sign in with the password {people.PASSWORD} as")
        for sign_in, does in people.SIGN_INS:
            email = f"{sign_in}@{people.DOMAIN}"
            self.stdout.write(f"  {email:<26} {does}")
