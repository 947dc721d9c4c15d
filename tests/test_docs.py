"""What the documents promise is there, and what is there is documented."""

import re
from pathlib import Path

import pytest

from tests.environment import VARIABLES

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = {
    path.stem
    for app in ("objectives", "progress")
    for path in (PROJECT / app).glob("management/commands/[!_]*.py")
}
# From Django, and named in the documents because people need them here.
DJANGO_COMMANDS = {"migrate"}


def first_cells(heading):
    """The first column of the README's table under a heading, without its head."""
    _, _, section = README.partition(f"### {heading}\n")
    rows = [line for line in section.split("\n#")[0].splitlines() if line[:2] == "| "]
    return [row.split("|")[1] for row in rows[2:]]


def test_every_variable_stands_in_the_readme_and_no_other():
    cells = " ".join(first_cells("Settings"))
    assert set(re.findall(r"`([A-Z_]+)`", cells)) == VARIABLES


def test_every_command_stands_in_the_readme_and_no_other():
    cells = " ".join(first_cells("Commands"))
    assert set(re.findall(r"`manage\.py (\w+)", cells)) == COMMANDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_the_text_exist(path):
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named <= COMMANDS | DJANGO_COMMANDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"\]\(([^)#:]+)\)", text))
    assert {
        target for target in targets if not (path.parent / target).exists()
    } == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_in_the_text_exist(path):
    text = path.read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    code = " ".join(re.findall(r"`[^`\n]+`|^make .+$", text, re.M))
    named = set(re.findall(r"\bmake ([a-z]+)", code))
    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.M))


def test_every_option_of_serve_stands_in_the_readme():
    source = (PROJECT / "objectives/management/commands/serve.py").read_text()
    options = set(re.findall(r'"(--\w+)",\n', source))
    [cell] = [cell for cell in first_cells("Commands") if "serve" in cell]
    assert options == set(re.findall(r"--\w+", cell))
