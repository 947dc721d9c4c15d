"""Making what the site serves from what lies in the checkout, only when it changed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

CATALOGUE = "LC_MESSAGES/django.po"


def collect_static() -> bool:
    """Collect the static files; False when the last collection is still right.

    Collecting compresses and renames some two hundred files, which takes seconds.
    """
    stamp, digest = settings.DATA_DIR / "static.stamp", static_digest()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)
    return True


def static_digest() -> str:
    """One hash of every static file's path, size and time of change."""
    lines = sorted(
        f"{path} {stat.st_size} {stat.st_mtime_ns}"
        for finder in get_finders()
        for path, storage in finder.list([])
        for stat in [os.stat(storage.path(path))]
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compile_translations() -> list[Path]:
    """Write the .mo file beside each .po file that is newer, and say which."""
    return [compile_one(path) for path in catalogues() if is_stale(path)]


def catalogues() -> Iterator[Path]:
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob(f"*/{CATALOGUE}"))


def is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def compile_one(catalogue: Path) -> Path:
    # A running server reads either the old file or the new one, never half of it.
    draft = catalogue.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(draft))
    return draft.replace(catalogue.with_suffix(".mo"))
