"""Who asks: a token in the header, its scope, and how often it may ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from objectives import tokens
from objectives.models import ApiToken
from progress.api import body
from progress.api.problems import Problem, unauthorized


class Token(HttpBearer):
    """The only way in: session cookies open nothing here, so no page can forge."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        token = self.authenticate(request, secret)
        if token is None or scheme.lower() != "bearer":
            raise unauthorized()
        if seconds := tokens.allowance(token, settings.API_REQUESTS_PER_MINUTE):
            raise Problem(429, headers={"Retry-After": str(seconds)})
        request.user = token.person
        # Not what the person has chosen for pages: what this request asks for.
        translation.activate(translation.get_language_from_request(request))
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return tokens.find(token)


class WritingToken(Token):
    """One that may check in; reads the body, too, before ninja does."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        token = super().__call__(request)
        if not token.may_check_in:
            raise Problem(403, _("This token reads only; make one that may check in."))
        request.sent = body.read(request)
        return token
