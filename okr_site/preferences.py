"""The signed-in reader's own language and clock."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone, translation


def activate_preferences(request: HttpRequest) -> None:
    """Use them for the rest of this request; for strangers the browser's stay."""
    user = request.user
    if not user.is_authenticated:
        return
    if user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
    if user.time_zone:
        timezone.activate(ZoneInfo(user.time_zone))
