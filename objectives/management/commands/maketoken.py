from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from objectives import tokens
from objectives.models import ApiToken, User


class Command(BaseCommand):
    help = "Make a token with which a program acts for a person, and print it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whom it acts for")
        parser.add_argument("--name", default="Made on the server")
        parser.add_argument("--check-in", action="store_true", help="not only reads")
        parser.add_argument("--expires", type=datetime.date.fromisoformat)

    def handle(self, *args, email, name, check_in, expires, **options) -> None:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody who may sign in has the address {email}.")
        scope = ApiToken.Scope.CHECK_IN if check_in else ApiToken.Scope.READ
        token = ApiToken(person=person, name=name, scope=scope, expires_on=expires)
        try:
            token.full_clean(exclude=["digest", "ending", "created_at"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(tokens.make(token))
