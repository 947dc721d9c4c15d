"""Static files are collected, and translations compiled, only when they changed."""

import gettext
import os

import pytest

from okr_site import assets

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "key result"
msgstr "关键结果"

msgid "%(n)s objective"
msgid_plural "%(n)s objectives"
msgstr[0] "%(n)s 个目标"

#, fuzzy
msgid "check-in"
msgstr "?"
"""


@pytest.fixture
def catalogue(tmp_path, settings):
    path = tmp_path / "locale/zh_Hans" / assets.CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return path


def test_a_translation_is_compiled(catalogue):
    [compiled] = assets.compile_translations()
    with compiled.open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("key result") == "关键结果"
    assert spoken.ngettext("%(n)s objective", "%(n)s objectives", 2) == "%(n)s 个目标"
    assert spoken.gettext("check-in") == "check-in"  # fuzzy: not yet translated
    assert sorted(path.name for path in compiled.parent.iterdir()) == [
        "django.mo",
        "django.po",
    ]


def test_a_fresh_translation_is_left_alone(catalogue):
    assert len(assets.compile_translations()) == 1
    assert assets.compile_translations() == []
    later = catalogue.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalogue, (later, later))
    assert len(assets.compile_translations()) == 1


@pytest.fixture
def stylesheet(tmp_path, settings):
    path = tmp_path / "static/page.css"
    path.parent.mkdir()
    path.write_text("p { color: red }")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [path.parent]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }
    return path


def test_static_files_are_collected_once_for_each_change(stylesheet):
    assert assets.collect_static() is True
    assert assets.collect_static() is False
    stylesheet.write_text("p { color: darkred }")
    assert assets.collect_static() is True


def test_static_files_that_were_swept_away_are_collected_again(stylesheet, settings):
    assets.collect_static()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert assets.collect_static() is True
