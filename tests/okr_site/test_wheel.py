"""The wheel holds what the site needs, and runs without a checkout."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.environment import bare

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = ["-m", "build", "--wheel", "--no-isolation", "-o", str(folder), PROJECT]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    [path] = folder.glob("plumbline-*.whl")
    return path


def files(folder, *suffixes):
    return {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in suffixes
    }


def test_it_holds_every_page_style_and_script(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name.removeprefix("okr_site/_assets/") for name in archive.namelist()}
    assert names >= files("templates", ".html", ".txt", ".svg")
    assert names >= files("static", ".css", ".js", ".svg")
    assert names >= files("locale", ".po")
    assert names >= files("objectives", ".py") | files("progress", ".py")


def test_it_serves_pages_away_from_a_checkout(wheel, tmp_path):
    """Installed beside the packages of this environment, run in an empty folder."""
    place = tmp_path / "site"
    venv.create(place, with_pip=False)
    [packages] = place.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    here = Path(pytest.__file__).resolve().parents[1]
    (packages / "dependencies.pth").write_text(f"{here}\n")
    script = (
        "from okr_site.commands import main; import sys, django;"
        "sys.argv = ['plumbline', 'migrate', '--verbosity', '0']; main();"
        "from django.test import Client;"
        "from okr_site import settings; assert not settings.IN_CHECKOUT;"
        "from okr_site.assets import collect_static; collect_static();"
        "page = Client(headers={'host': 'localhost'}).get('/setup/');"
        "assert page.status_code == 200, page; print(page.text)"
    )
    ran = subprocess.run(
        [place / "bin/python", "-c", script],
        env=bare(DATA_DIR=str(tmp_path / "data")),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert "/static/css/plumbline." in ran.stdout


def test_it_asks_where_to_keep_its_data(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", "import okr_site.settings"],
        env=bare(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "DATA_DIR is not set" in ran.stderr
