"""What a person types about a token for a program."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from objectives.forms.settings import SettingsForm, date_input
from objectives.models import ApiToken, User


class TokenForm(SettingsForm):
    """A new token of one's own; the secret is made when it is saved."""

    class Meta:
        model = ApiToken
        fields = ["name", "scope", "expires_on"]
        widgets = {"expires_on": date_input()}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person

    def clean(self) -> dict[str, Any]:
        if self.instance.person.api_tokens.count() >= ApiToken.MOST:
            raise ValidationError(
                _("You have %(number)s tokens; revoke one that is not used.")
                % {"number": ApiToken.MOST}
            )
        return super().clean()
