"""The mail with which somebody new chooses a password."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from objectives.models import Organisation, User


def invite(request: HttpRequest, person: User) -> None:
    """Raises OSError when no mail can be sent."""
    context = {
        "person": person,
        "sender": request.user,
        "organisation": Organisation.load().name,
        "url": request.build_absolute_uri(password_path(person)),
    }
    with override(person.language or None):
        text = render_to_string("objectives/invitation.txt", context)
        send_mail(_("Your account for OKRs"), text, None, [person.email])


def password_path(person: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return reverse("password_reset_confirm", args=[uid, token])
