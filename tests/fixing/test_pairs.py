"""Golden pairs for every language and quote style: only the id's bytes change, and once is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixing.fixer import fix
from tests.fixing.pairs import ALIAS, OTHERS, PINNED, PYTHON, REFUSED, UNTOUCHED


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes, str]]:
    """All the pairs' files in one folder: their bytes after one run and after a second, and what was said."""
    folder = tmp_path_factory.mktemp("pairs")
    for name, content in [*PYTHON.items(), *OTHERS.items()]:
        (folder / name).write_bytes(_filled(content, ALIAS))
    for name, content in [*REFUSED.items(), *UNTOUCHED.items()]:
        (folder / name).write_bytes(content)
    said = fix(folder).stderr
    once = {path.name: path.read_bytes() for path in folder.iterdir()}
    fix(folder)
    return {path.name: (once[path.name], path.read_bytes(), said) for path in folder.iterdir()}


def _filled(content: bytes, model: bytes) -> bytes:
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16-le").replace("<ID>", model.decode()).encode("utf-16-le")
    return content.replace(b"<ID>", model)


@pytest.mark.parametrize("name", [*PYTHON, *OTHERS])
def test_only_the_id_changes(name: str, fixed: dict[str, tuple[bytes, bytes, str]]) -> None:
    once, twice, _ = fixed[name]
    assert once == _filled({**PYTHON, **OTHERS}[name], PINNED)
    assert twice == once


@pytest.mark.parametrize("name", REFUSED)
def test_what_several_places_share_is_refused_with_its_reason(
    name: str, fixed: dict[str, tuple[bytes, bytes, str]]
) -> None:
    once, twice, said = fixed[name]
    assert once == twice == REFUSED[name]
    assert f"{name}:2 was not fixed: the value is part of a YAML anchor and one other place uses it" in said


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_not_certain_stays(name: str, fixed: dict[str, tuple[bytes, bytes, str]]) -> None:
    once, twice, _ = fixed[name]
    assert once == twice == UNTOUCHED[name]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("MODEL = 'gpt-4o'\n")
    (tmp_path / ".modelguard-99999999-0a").write_text("from a killed run")
    (tmp_path / ".modelguard-notes").write_text("not ours")
    fix(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".modelguard-notes", "a.py"]
