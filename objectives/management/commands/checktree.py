from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from objectives import tree


class Command(BaseCommand):
    help = "Prove that the alignment tree is sound; --repair numbers it anew."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what is found")

    def handle(self, *args, repair: bool, **options) -> None:
        found = tree.faults()
        for fault in found:
            self.stdout.write(f"objective {fault.pk}: {fault.text}")
        if not found:
            self.stdout.write("The tree is sound: 0 faults.")
        elif not repair:
            raise CommandError(f"{len(found)} faults; checktree --repair mends them.")
        else:
            self.stdout.write(f"Mended: {tree.repair()} objectives numbered anew.")
            self.prove()

    def prove(self) -> None:
        if left := tree.faults():
            raise CommandError(f"{len(left)} faults are left.")
