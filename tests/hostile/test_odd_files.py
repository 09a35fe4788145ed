"""Links, pipes, odd modes and odd names: each is read or named, and the walk ends."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from modelguard.discover import discover
from modelguard.reading import Desk, read_one

from .command import DAY, USE, findings, process, run

POWERLESS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root without the right to read what its mode forbids."""


@pytest.fixture(params=["git", "plain"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "git":
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(USE)


def places(*arguments: str | Path) -> list[tuple[str, str]]:
    return [(item["path"], item["rule"]) for item in findings(*arguments)]


def powerless() -> tuple[str, ...]:
    """What takes root's rights away, if that is needed and can be done here."""
    if os.geteuid() != 0:
        return ()
    if (
        shutil.which("setpriv")
        and subprocess.run([*POWERLESS, "true"], check=False, capture_output=True).returncode == 0
    ):
        return POWERLESS
    pytest.skip("root reads everything, and setpriv cannot change that here")


def test_loops_of_links_end(root: Path) -> None:
    put(root, "real.py")
    (root / "loop").symlink_to(".")
    (root / "a.py").symlink_to("b.py")
    (root / "b.py").symlink_to("a.py")
    assert places(root) == [("a.py", "MG901"), ("b.py", "MG901"), ("real.py", "MG103")]


def test_a_dangling_link_is_named(root: Path) -> None:
    (root / "gone.py").symlink_to("nowhere")
    assert places(root) == [("gone.py", "MG901")]
    assert run("check", *DAY, root / "gone.py").exit_code == 1


def test_a_link_out_of_the_tree_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    put(outside, "secret.py")
    put(root, "good.py")
    (root / "outside.py").symlink_to(outside / "secret.py")
    (root / "folder").symlink_to(outside)
    assert places(root) == [("good.py", "MG103")]
    assert places(root / "outside.py") == [("outside.py", "MG901")]
    assert places(root / "folder") in ([("folder", "MG901")], [("secret.py", "MG103")], [("folder/secret.py", "MG103")])


def test_a_link_to_a_sibling_is_reported_once(root: Path) -> None:
    put(root, "real.py")
    (root / "linked.py").symlink_to("real.py")
    assert places(root) == [("real.py", "MG103")]


def test_a_folder_named_by_its_link_is_read(root: Path) -> None:
    put(root, "src/real.py")
    (root / "linked").symlink_to("src")
    assert places("--no-cache", root) == [("src/real.py", "MG103")]
    assert [rule for _, rule in places("--no-cache", root / "linked")] == ["MG103"]


def test_a_read_only_file_is_read(root: Path) -> None:
    put(root, "readonly.py")
    (root / "readonly.py").chmod(0o444)
    assert places(root) == [("readonly.py", "MG103")]


def test_what_may_not_be_read_is_named_and_the_rest_goes_on(root: Path) -> None:
    prefix = powerless()
    put(root, "good.py", "unreadable.py", "noenter/x.py", "nolist/x.py")
    (root / "unreadable.py").chmod(0)
    (root / "noenter").chmod(0)
    (root / "nolist").chmod(0o444)
    try:
        done = process("check", *DAY, "--no-cache", root, cwd=root, prefix=prefix)
    finally:
        (root / "noenter").chmod(0o755)
        (root / "nolist").chmod(0o755)
    assert done.returncode == 1
    for name in (b"good.py:1:10: error[MG103]", b"unreadable.py:1:1: error[MG901]", b"noenter:1:1: error[MG901]"):
        assert name in done.stdout
    assert b"nolist" in done.stdout


def test_a_pipe_and_a_folder_with_a_name_of_a_file(root: Path) -> None:
    os.mkfifo(root / "fifo.py")
    put(root, "folder.py/x.py")
    assert places(root) == [("folder.py/x.py", "MG103")]
    assert run("check", *DAY, root / "fifo.py").exit_code in (0, 1, 2)


@pytest.mark.parametrize("name", ["new\nline.py", "-rf.py", "\x1b[0m.py", "a b#100%.py", " .py", "é.py", "'.py"])
def test_an_odd_name_is_a_name(root: Path, name: str) -> None:
    put(root, name)
    assert places(root) == [(name, "MG103")]


def test_a_name_that_is_no_text_is_shown_as_its_bytes(root: Path) -> None:
    file = os.path.join(os.fsencode(root), b"bytes-\xff.py")
    with open(file, "w") as handle:
        handle.write(USE)
    assert places(root) == [(r"bytes-\xff.py", "MG103")]
    assert b"bytes-\\xff.py" in process("check", *DAY, root, cwd=root).stdout


def test_two_hundred_folders_deep_is_reached(root: Path) -> None:
    deep = "/".join(["d"] * 200)
    put(root, f"{deep}/x.py")
    assert places(root) == [(f"{deep}/x.py", "MG103")]


def test_what_is_nobodys_source_is_skipped(root: Path) -> None:
    put(root, ".git/hooks/x.py", "node_modules/x.py", ".venv/x.py", "a/node_modules/b/x.py", "good.py")
    assert places(root) == [("good.py", "MG103")]


def test_a_file_that_goes_or_changes_after_it_was_listed(root: Path, desk: Desk) -> None:
    put(root, "gone.py", "folder.py", "grown.py")
    found = {item.path: item for item in discover([root], root=root)}
    (root / "gone.py").unlink()
    (root / "folder.py").unlink()
    (root / "folder.py").mkdir()
    (root / "grown.py").write_text("x = 1\n" + USE)
    facts = {name: read_one(item, desk)[2] for name, item in found.items()}
    assert facts["gone.py"]
    assert facts["gone.py"].problems
    assert facts["folder.py"]
    assert facts["folder.py"].problems
    assert facts["grown.py"]
    assert facts["grown.py"].uses[0].location.line == 2


@pytest.fixture
def desk(root: Path) -> Desk:
    from modelguard import catalog, engine, platforms
    from modelguard.config import Settings
    from modelguard.spelling import Speller

    return Desk(root, engine.make_prefilter(Settings(root=root)), Speller(catalog.load(), platforms.load()))
