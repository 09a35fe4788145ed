"""What git lists: every file once, and a hash only where it is surely the content's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from modelguard.discover import discover
from modelguard.worktree import Listing, begin


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("kept.py", "changed.py", "gone.py", "linked.py"):
        (tmp_path / name).write_text(f"# {name}\n", "utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    (tmp_path / "changed.py").write_text("# another\n", "utf-8")
    (tmp_path / "gone.py").unlink()
    (tmp_path / "new.py").write_text("# new\n", "utf-8")
    (tmp_path / ".gitignore").write_text("ignored.py\n", "utf-8")
    (tmp_path / "ignored.py").write_text("# ignored\n", "utf-8")
    return tmp_path


def listed(folder: Path, *, trust: bool) -> dict[str, bool]:
    rows = Listing.begin(folder, compare=True).answer([], trust=trust)
    assert rows is not None
    return {row.path: row.oid is not None for row in rows}


def test_new_files_are_listed_and_deleted_and_ignored_ones_are_not(repository: Path) -> None:
    names = {".gitignore", "changed.py", "kept.py", "linked.py", "new.py"}
    assert listed(repository, trust=True).keys() == listed(repository, trust=False).keys() == names


def test_only_unchanged_files_have_a_hash_and_none_without_trust(repository: Path) -> None:
    assert {name for name, vouched in listed(repository, trust=True).items() if vouched} == {"kept.py", "linked.py"}
    assert not any(listed(repository, trust=False).values())


def test_a_listing_begun_earlier_is_used_once(repository: Path) -> None:
    begun = begin([repository, repository / "kept.py"], compare=True)
    assert list(begun) == [repository]
    first = [item.path for item in discover([repository], root=repository, begun=begun)]
    assert begun == {}
    (repository / "later.py").write_text("", "utf-8")
    again = [item.path for item in discover([repository], root=repository, begun=begun)]
    assert set(again) - set(first) == {"later.py"}


def test_a_tracked_file_that_is_a_link_now_is_not_followed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from modelguard import engine
    from modelguard.cli._common import settings_for

    outside = tmp_path_factory.mktemp("outside") / "secret.py"
    outside.write_text('model = "gpt-4"\n', "utf-8")
    (repository / "linked.py").unlink()
    (repository / "linked.py").symlink_to(outside)
    ground = engine.look([repository], settings=settings_for((repository,), None), options=engine.Options(cache=False))
    assert not any(facts.uses or facts.problems for facts in ground.files)


def test_outside_a_work_tree_git_has_no_answer(tmp_path: Path) -> None:
    assert Listing.begin(tmp_path, compare=True).answer([], trust=True) is None
