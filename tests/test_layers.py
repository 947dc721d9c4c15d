"""Who may import whom, and who may write the tree; read from the code itself."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
APPS = ("okr_site", "objectives", "progress")
TREE_GATE = {
    "objectives/tree.py",
    "objectives/grafting.py",
    "objectives/models/objective.py",
}
TREE_FIELDS = {"parent", "parent_id", "lft", "rght", "tree_id", "level"}
TREE_METHODS = {
    "move_to",
    "insert_at",
    "insert_node",
    "move_node",
    "rebuild",
    "partial_rebuild",
    "build_tree_nodes",
    "delay_mptt_updates",
    "disable_mptt_updates",
}


def modules(*places):
    """Path (as text, from the project's root) and syntax tree of each module."""
    for place in places:
        path = PROJECT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            name = file.relative_to(PROJECT).as_posix()
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def imported(tree):
    """The dotted names that a module imports, at the top or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            "import_module"
        ):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant))


def imports_of(package, *places):
    return [
        (name, what)
        for name, tree in modules(*places)
        for what in imported(tree)
        if what.split(".")[0] == package
    ]


def tree_writes(tree):
    """Calls and assignments that would change the tree behind its gate's back."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in TREE_METHODS:
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="update"), keywords=words) if {
                word.arg for word in words
            } & TREE_FIELDS:
                yield ast.unparse(node)
            case ast.Call(
                func=ast.Attribute(value=who, attr="bulk_create" | "bulk_update")
            ) if ast.unparse(who).startswith("Objective."):
                yield ast.unparse(node)
            case ast.Attribute(attr=name, ctx=ast.Store()) if name in TREE_FIELDS:
                yield ast.unparse(node)


def test_objectives_never_import_progress():
    assert imports_of("progress", "objectives") == []


@pytest.mark.parametrize("app", ["objectives", "progress"])
def test_only_commands_and_settings_know_the_site(app):
    users = {name for name, _ in imports_of("okr_site", app)}
    assert {name for name in users if "/management/commands/" not in name} == set()


@pytest.mark.parametrize(
    "module",
    [
        "progress/measure.py",
        "progress/change.py",
        "progress/cadence.py",
        "progress/due.py",
        "progress/periods.py",
        "progress/turning.py",
        "progress/map_layout.py",
        "progress/schedule_layout.py",
        "progress/wrapping.py",
        "progress/aftermath.py",
    ],
)
def test_the_arithmetic_is_plain_python(module):
    [(_, tree)] = modules(module)
    foreign = {name.split(".")[0] for name in imported(tree)} & {"django", "objectives"}
    assert foreign == set()


def test_only_the_gate_writes_the_tree():
    found = {
        name: writes
        for name, tree in modules(*APPS)
        if name not in TREE_GATE and "/migrations/" not in name
        if (writes := list(tree_writes(tree)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "Objective.objects.filter(pk=1).update(parent=None)",
        "Objective.objects.update(title='x', lft=3)",
        "Objective.objects.bulk_create([Objective(title='x')])",
        "Objective.objects.filter(pk=1).bulk_update(rows, ['parent'])",
        "node.move_to(other, 'first-child')",
        "Objective.objects.rebuild()",
        "objective.parent = other",
        "objective.lft += 1",
    ],
)
def test_a_write_past_the_gate_would_be_seen(line):
    assert list(tree_writes(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "from progress import readings",
        "import progress.readings",
        "def later():\n    from progress.readings import owed_count",
        "importlib.import_module('progress.readings')",
    ],
)
def test_an_import_would_be_seen(line):
    assert [name.split(".")[0] for name in imported(ast.parse(line))] == ["progress"]


def test_no_module_has_two_subjects():
    """400 lines is where a module certainly has."""
    paths = [
        path
        for place in (*APPS, "tests", "templates", "static/js")
        for path in (PROJECT / place).rglob("*")
        if path.suffix in {".py", ".html", ".js"} and "migrations" not in path.parts
    ]
    long = {p.name for p in paths if len(p.read_text("utf-8").splitlines()) > 400}
    assert long == set()
