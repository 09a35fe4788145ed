"""Imports go one way, and the only module that opens a socket is out of the linter's reach."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "modelguard"
MODULES = sorted(PACKAGE.rglob("*.py"))
SOCKETS = {"httpx", "socket", "http.client", "urllib.request", "requests", "aiohttp", "ssl", "stamina"}


def name_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(file: Path) -> frozenset[str]:
    """Every module that ``file`` imports at run time, lazily or not; imports for types alone do not count."""
    found = set()
    tree = ast.parse(file.read_text("utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def reached(start: str) -> set[str]:
    """All modules of ours that ``start`` can import, following every import."""
    by_name = {name_of(file): file for file in MODULES}
    todo, seen = [start], set()
    while todo:
        name = todo.pop()
        if name in by_name and name not in seen:
            seen.add(name)
            todo += imports(by_name[name])
    return seen


LAYERS = [
    ("modelguard/types/", r"modelguard(?!\.types|$)"),
    ("modelguard/text.py", r"modelguard\.(?!types)"),
    ("modelguard/readers/", r"modelguard\.(?:checks|reports|engine|judging|cli|catalog|spelling|manifest|fetch)"),
    ("modelguard/checks/", r"modelguard\.(?:readers|reports|engine|judging|cli|fetch|providers)"),
    ("modelguard/reports/", r"modelguard\.(?:checks|readers|engine|judging|cli|fetch|providers|manifest)"),
    ("modelguard/providers/", r"modelguard\.(?:checks|readers|reports|engine|judging|cli|fetch|manifest)"),
    ("modelguard/evidence/", r"modelguard\.(?:checks|readers|reports|engine|judging|cli|fetch)"),
    ("modelguard/", r"modelguard\.cli"),
]


@pytest.mark.parametrize(("place", "forbidden"), LAYERS)
def test_imports_go_one_way(place: str, forbidden: str) -> None:
    wrong = [
        f"{name_of(file)} imports {module}"
        for file in MODULES
        if file.relative_to(PACKAGE.parent).as_posix().startswith(place)
        and not name_of(file).startswith(("modelguard.cli", "modelguard.__main__"))
        for module in imports(file)
        if re.match(forbidden, module)
    ]
    assert wrong == []


@pytest.mark.parametrize("command", ["check", "inventory", "rule", "schema", "init", "migrate", "generate"])
def test_nothing_a_local_command_reaches_can_open_a_socket(command: str) -> None:
    by_name = {name_of(file): file for file in MODULES}
    modules = reached(f"modelguard.cli.{command}")
    assert "modelguard.fetch" not in modules
    assert [name for name in modules if imports(by_name[name]) & SOCKETS] == []
