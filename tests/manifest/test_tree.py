"""The tree gives files of the repository and nothing else; git's facts are values."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from modelguard.codeowners import owners_of
from modelguard.gitfacts import GitFacts
from modelguard.tree import Outside, Tree

from .example import commit, head


def test_nothing_outside_is_read_by_path_or_link(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("key")
    root = tmp_path / "repo"
    (root / "in").mkdir(parents=True)
    (root / "in/a.json").write_text("{}")
    os.symlink(tmp_path / "secret", root / "in/link.json")
    os.symlink(tmp_path, root / "out")
    os.symlink("in/a.json", root / "inner.json")
    tree = Tree(root)
    for path in ("../secret", "in/link.json", "out/secret", str(tmp_path / "secret"), "in/../../secret", "a\0b"):
        assert not tree.exists(path)
        assert tree.read_bytes(path) is None
        assert tree.size(path) is None
        with pytest.raises(Outside):
            tree.relative(path)
    assert tree.read_bytes("inner.json") == b"{}"
    assert tree.glob("in/*.json") == ("in/a.json",)
    assert tree.glob("out/*") == ()
    assert tree.glob("**/*.json") == ("in/a.json", "inner.json")
    assert tree.read_bytes("in/a.json", limit=1) is None


def test_last_commits_are_found_in_one_walk_and_shallow_ones_are_unknown(tmp_path: Path) -> None:
    root = tmp_path / "full"
    (root / "sub").mkdir(parents=True)
    (root / "sub/old.txt").write_text("1")
    commit(root, "2026-01-02")
    (root / "new name.txt").write_text("1")
    commit(root, "2026-03-04")
    (root / "loose.txt").write_text("1")
    times = Tree(root).changed(["sub/old.txt", "new name.txt", "loose.txt", "gone.txt"])
    assert times["sub/old.txt"] == datetime(2026, 1, 2, tzinfo=UTC)
    assert times["new name.txt"] == datetime(2026, 3, 4, tzinfo=UTC)
    assert times["loose.txt"] is not None
    assert times["gone.txt"] is None
    below = Tree(root / "sub").changed(["old.txt"])
    assert below["old.txt"] == datetime(2026, 1, 2, tzinfo=UTC)
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{root}", str(clone)], check=True, capture_output=True)
    assert Tree(clone).changed(["sub/old.txt"])["sub/old.txt"] is None


def test_the_base_of_a_change_is_the_merge_base_and_absence_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text("old")
    assert GitFacts.of(tmp_path, environment={}) is None
    assert GitFacts.of(tmp_path, base="HEAD", environment={}) is None
    commit(tmp_path, "2026-01-02")
    base = head(tmp_path)
    (tmp_path / "models.yaml").write_text("new")
    facts = GitFacts.of(tmp_path, environment={"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert facts is not None
    assert facts.base == base
    assert facts.content("models.yaml") == b"old"
    assert facts.content("gone.yaml") is None
    assert facts.changed() == {"models.yaml"}
    assert GitFacts.of(tmp_path, base="--output=x", environment={}) is None
    assert GitFacts.of(tmp_path, environment={"GITHUB_BASE_REF": "nowhere"}) is None


@pytest.mark.parametrize(
    ("line", "covered"),
    [
        ("* @a", True), ("/models.yaml @a", True), ("models.yaml @a", True), ("*.yaml @a", True), ("/config/ @a", False),
        ("/models.yaml", False), ("# * @a", False), ("*.yml @a", False), ("[AI] @a\nmodels.yaml", True),
        ("* @a\nmodels.yaml # nobody", False), ("**/models.yaml @a", True), ("/models.yaml/ @a", False),
    ],
)  # fmt: skip
def test_codeowners_cover_as_the_forges_say(tmp_path: Path, line: str, covered: bool) -> None:
    (tmp_path / "CODEOWNERS").write_text(line + "\n")
    assert bool(owners_of("models.yaml", Tree(tmp_path))) is covered
