"""The files of a run are git's, and never what lies outside the tree."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from modelguard.discover import discover
from modelguard.errors import UsageError


def names(root: Path, *paths: Path, **options: tuple[str, ...]) -> list[str]:
    return [found.path for found in discover(paths or [root], root=root, **options)]  # type: ignore[arg-type]


def tree(root: Path, *files: str) -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


@pytest.fixture(params=["git", "plain"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "git":
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_ignored_vendored_and_locked_files_are_left_out(root: Path) -> None:
    tree(
        root,
        "a.py",
        "sub/b.py",
        "sub/skip.log",
        "node_modules/x.js",
        "package-lock.json",
        "x.min.js",
        ".venv/y.py",
    )
    (root / ".gitignore").write_text("*.log\n")
    (root / "sub/.gitignore").write_text("!keep.log\n")
    tree(root, "sub/keep.log")
    assert names(root) == [".gitignore", "a.py", "sub/.gitignore", "sub/b.py", "sub/keep.log"]


def test_third_party_folders_with_a_licence_are_somebody_elses(root: Path) -> None:
    tree(root, "third_party/ours/notebook.ipynb", "third_party/theirs/LICENSE.txt", "third_party/theirs/src/a.py")
    tree(root, "lib/third-party/LICENSE", "lib/third-party/deep/er/b.py", "lib/third-party.py")
    assert names(root) == ["lib/third-party.py", "third_party/ours/notebook.ipynb"]
    assert names(root, root / "third_party") == ["third_party/ours/notebook.ipynb"]


def test_a_file_given_twice_comes_once(root: Path) -> None:
    tree(root, "a.py")
    assert names(root, root / "a.py", root) == ["a.py"]


def test_patterns_exclude_at_any_depth_and_by_folder(root: Path) -> None:
    tree(root, "docs/a.md", "src/docs/b.md", "src/gen/c.py", "src/d.py")
    assert names(root, extend=("docs", "src/gen")) == ["src/d.py"]


def test_links_are_not_followed_out_and_a_dangling_one_is_named(root: Path) -> None:
    tree(root, "real.py")
    (root / "out.py").symlink_to("/etc/passwd")
    (root / "loop").symlink_to(root)
    (root / "gone.py").symlink_to(root / "nowhere.py")
    found = list(discover([root], root=root))
    assert [(item.path, bool(item.problem)) for item in found] == [("gone.py", True), ("real.py", False)]


def test_pipes_are_never_opened(root: Path) -> None:
    os.mkfifo(root / "pipe.py")
    assert names(root) == []


def test_a_path_that_does_not_exist_is_wrong_usage(root: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.py"):
        names(root, root / "nowhere.py")


@pytest.mark.parametrize("odd", ["-rf.py", "space # 100%.py", "new\nline.py", "ü.py"])
def test_odd_names_are_names(root: Path, odd: str) -> None:
    tree(root, odd)
    assert names(root) == [odd]


def test_a_line_of_gitignore_that_is_no_pattern_spoils_no_other(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "b.log")
    (tmp_path / ".gitignore").write_text('[z-a]\n*.log\n["gpt-4-0613]\n\\\n')
    assert names(tmp_path) == [".gitignore", "a.py"]
