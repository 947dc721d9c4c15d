"""From EMAIL_URL to Django's settings for sending mail."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "django.core.mail.backends"
# Scheme, its usual port, and how the connection is encrypted.
SMTP = {
    "smtp": (25, {}),
    "smtps": (465, {"EMAIL_USE_SSL": True}),
    "smtp+tls": (587, {"EMAIL_USE_TLS": True}),
}


def mail_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_… settings by name.

    Knows smtp://, smtps://, smtp+tls://, file:///folder and console:. Raises
    ImproperlyConfigured for anything else, without repeating the password.
    """
    parts = urlsplit(url)
    if parts.scheme in SMTP and parts.hostname:
        return _smtp(parts)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        folder = Path(unquote(parts.path))
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend"} | {
            "EMAIL_FILE_PATH": folder
        }
    if url == "console:":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    raise _refusal()


def _smtp(parts: SplitResult) -> dict[str, Any]:
    usual_port, encryption = SMTP[parts.scheme]
    try:
        port = parts.port or usual_port
    except ValueError as error:
        raise _refusal() from error
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 10,
        **encryption,
    }


def _refusal() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "EMAIL_URL is not a way to send mail; it must look like "
        "smtp+tls://user:password@host:587, smtps://user:password@host:465, "
        "smtp://localhost:25, file:///srv/okr/mail or console:."
    )
