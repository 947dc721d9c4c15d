"""A secret key for a site that nobody has configured yet."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def local_secret(folder: Path) -> str:
    """The key kept in `folder`, made on first use and readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")


def _write_once(path: Path, content: str) -> None:
    # Two processes may start at the same moment: the file appears complete or not
    # at all, and whoever comes second keeps the first one's key.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
