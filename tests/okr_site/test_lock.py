"""The locked requirements: complete, hashed, and silent about where they came from."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
REQUIREMENTS = PROJECT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def wanted(lines):
    """Requirements without comments and references to other files."""
    return {line for line in lines if line and not line.startswith(("#", "-"))}


def pins(path):
    """Name and version of each locked package."""
    return re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", path.read_text(), re.M)


def test_there_is_a_lock_for_each_list():
    assert {path.stem for path in LOCKS} == {"run", "test", "postgres", "uv"}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_holds_pins_and_hashes_only(path):
    pin = r"[\w.\-\[\],]+==[\w.+]+( ; [^\\]+)? \\"
    line = re.compile(rf"({pin}|    --hash=sha256:[0-9a-f]{{64}}( \\)?)")
    strange = [
        text for text in path.read_text().splitlines() if not line.fullmatch(text)
    ]
    assert strange == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_has_every_package_of_its_list(path):
    listed = wanted(path.with_suffix(".in").read_text().splitlines())
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in listed}
    assert names <= {name.lower() for name, _ in pins(path)}


def test_the_tests_run_with_the_packages_of_a_running_site():
    assert set(pins(REQUIREMENTS / "run.txt")) <= set(pins(REQUIREMENTS / "test.txt"))


def test_the_wheel_asks_for_what_the_lock_was_made_from():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    listed = wanted((REQUIREMENTS / "run.in").read_text().splitlines())
    assert set(project["dependencies"]) == listed
