"""Which environment variables the site reads, learned from its own code."""

import ast
import os
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "okr_site"
READERS = {"text", "flag", "number", "choice", "words", "origins", "origin"}
READERS |= {"secret", "folder"}


def variables() -> set[str]:
    """The names in every `env.reader("NAME", …)`; a secret counts as NAME_FILE, too."""
    names = set()
    for path in SITE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= _read_by(node)
    return names


def _read_by(node: ast.AST) -> set[str]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
            args=[ast.Constant(value=name), *_],
        ) if reader in READERS:
            return {name, f"{name}_FILE"} if reader == "secret" else {name}
    return set()


VARIABLES = variables()


def bare(**variables: str) -> dict[str, str]:
    """This process's surroundings as a fresh shell has them, with `variables` set."""
    ours = VARIABLES | {"DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, **variables}
