"""Every text of the site is translated, and the translations fit their texts."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.environment import bare

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = ("okr_site", "objectives", "progress", "templates", "locale")
LANGUAGES = ("zh_Hans", "zh_Hant")
CATALOGUE = "{}/LC_MESSAGES/django.po"
# %(name)s, %s, {name}, and the tags of a text with markup.
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A copy of the sources whose catalogues were brought up to date."""
    if shutil.which("xgettext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must compare the translations: install gettext.")
        pytest.skip("no xgettext on this machine")
    copy = tmp_path_factory.mktemp("sources")
    for folder in SOURCES:
        shutil.copytree(PROJECT / folder, copy / folder)
    command = [sys.executable, "-m", "django", "makemessages", "--no-location"]
    wanted = [option for code in LANGUAGES for option in ("--locale", code)]
    subprocess.run(
        [*command, *wanted], cwd=copy, env=bare(), check=True, capture_output=True
    )
    return copy / "locale"


def catalogue(folder, language):
    return polib.pofile(str(folder / CATALOGUE.format(language)))


def texts(entries):
    return {(entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete}


def translations(entry):
    """The one translation, or one for each plural form."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_its_entry(extracted, language):
    kept = texts(catalogue(PROJECT / "locale", language))
    assert texts(catalogue(extracted, language)) - kept == set(), "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated(language):
    waiting = [
        entry.msgid
        for entry in catalogue(PROJECT / "locale", language)
        if not entry.obsolete and (entry.fuzzy or not all(translations(entry)))
    ]
    assert waiting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in_and_the_markup(language):
    torn = [
        (entry.msgid, translation)
        for entry in catalogue(PROJECT / "locale", language)
        for translation in filter(None, translations(entry))
        if holes(translation) != holes(entry.msgid_plural or entry.msgid)
    ]
    assert torn == []


def holes(text):
    return sorted(HOLES.findall(text))
