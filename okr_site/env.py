"""Strict readers for environment variables.

Each reader returns its default when the variable is unset or blank, and raises
ImproperlyConfigured with a full sentence when the value is not what it should be:
a guess would start a site that differs from what its administrator believes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("true", "1"), ("false", "0")


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no, spelled `true`, `1`, `false` or `0` and nothing else."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE + FALSE:
        raise _refusal(name, value, "true or false")
    return value in TRUE


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value[:18]) <= most):
        raise _refusal(name, value, f"a whole number from {least} to {most}")
    return int(value)


def choice(name: str, options: Sequence[str], default: str) -> str:
    """One of `options`, spelled exactly."""
    value = text(name, default)
    if value not in options:
        raise _refusal(name, value, "one of " + ", ".join(options))
    return value


def words(name: str) -> list[str]:
    """A list separated by commas; blanks around the parts do not count."""
    parts = [part.strip() for part in text(name).split(",")]
    if parts != [""] and "" in parts:
        raise _refusal(name, text(name), "a list with no empty part between its commas")
    return [part for part in parts if part]


def origins(name: str) -> list[str]:
    """A list of web origins such as `https://okr.example.org`."""
    for origin in words(name):
        if not _is_origin(origin):
            raise _refusal(name, origin, "origins such as https://okr.example.org")
    return words(name)


def origin(name: str) -> str:
    """One web origin such as `https://okr.example.org`; "" without the variable."""
    value = text(name)
    if value and not _is_origin(value):
        raise _refusal(name, value, "an origin such as https://okr.example.org")
    return value


def secret(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `NAME_FILE` names.

    Refuses both at once, and a file that is missing, unreadable or empty. The
    sentence never repeats the secret.
    """
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    if text(name):
        raise ImproperlyConfigured(
            f"{name} and {name}_FILE are both set; Plumbline cannot tell which one "
            "is meant. Unset one of them."
        )
    return _content(f"{name}_FILE", Path(path))


def folder(name: str, default: Path | None) -> Path:
    """An absolute path; without the variable `default`, which None makes a refusal."""
    value = text(name)
    if not value and default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to the folder in which Plumbline may keep "
            "its database, its secret key and its mails."
        )
    path = Path(value) if value else default
    assert path is not None
    if not path.is_absolute():
        raise _refusal(name, value, "a path that begins at the root, such as /srv/okr")
    return path


def _content(name: str, path: Path) -> str:
    try:
        content = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name} names {path}, which Plumbline cannot read: {error}."
        ) from error
    if not content:
        raise ImproperlyConfigured(f"{name} names {path}, which is empty.")
    return content


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port_is_sound
        and value == f"{parts.scheme}://{parts.netloc}"
        and "@" not in parts.netloc
    )


def _refusal(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {value!r}; it must be {wanted}.")
