"""What happens to files around a fix: modes, links, refusals, the index, the patch."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from modelguard import filewrite, fixing
from modelguard.types import Edit, Span
from tests.fixing.fixer import fix, run

OLD, NEW = "MODEL = 'gpt-4o'\n", "MODEL = 'gpt-4o-2024-08-06'\n"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "app.py").write_text(OLD)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Start")
    return folder


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o4755])
def test_mode_bits_stay(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "app.py"
    file.write_text(OLD)
    file.chmod(mode)
    fix(tmp_path)
    assert (file.read_text(), file.stat().st_mode & 0o7777) == (NEW, mode)


def test_a_read_only_file_is_named_and_the_others_are_fixed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD)
    (tmp_path / "a.py").chmod(0o444)
    (tmp_path / "b.py").write_text(OLD)
    said = fix(tmp_path).stderr
    assert "a.py was not fixed: it is read-only." in said
    assert "Fixed 1 place in 1 file." in said
    assert ((tmp_path / "a.py").read_text(), (tmp_path / "b.py").read_text()) == (OLD, NEW)


def test_a_link_stays_and_its_target_is_fixed_once(repository: Path) -> None:
    (repository / "link.py").symlink_to("app.py")
    fix(repository, "link.py", "app.py")
    assert (repository / "link.py").is_symlink()
    assert (repository / "app.py").read_text() == NEW


def test_nothing_outside_the_repository_is_written(repository: Path) -> None:
    outside = repository.parent / "outside.py"
    outside.write_text(OLD)
    (repository / "link.py").symlink_to("../outside.py")
    fix(repository, "link.py", ".")
    why = filewrite.replace_file(repository / "link.py", OLD.encode(), NEW.encode(), inside=repository)
    assert why == "it is a link that leads out of the repository"
    assert outside.read_text() == OLD


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text(OLD)
    wanted = fixing.Wanted(Edit(Span(9, 15), "gpt-4o-2024-08-06", (1, 10), (1, 16)), "gpt-4o")
    planned = fixing.edited("app.py", [wanted], tmp_path)
    assert planned.changed
    file.write_text("# first\n" + OLD)
    assert fixing.edited("app.py", [wanted], tmp_path).refusals[0].reason == fixing.CHANGED
    (written,) = fixing.write([planned], tmp_path)
    assert written.refusals[0].reason == fixing.CHANGED
    assert file.read_text() == "# first\n" + OLD


@pytest.mark.parametrize("text", ['x"; import os', "a\nb", "", "gpt\\", "${X}", "a b", "ü"])
def test_no_edit_can_end_the_string_it_stands_in(tmp_path: Path, text: str) -> None:
    (tmp_path / "app.py").write_text(OLD)
    wanted = fixing.Wanted(Edit(Span(9, 15), text, (1, 10), (1, 16)), "gpt-4o")
    assert not fixing.edited("app.py", [wanted], tmp_path).changed


def test_an_edit_of_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(OLD)
    wanted = fixing.Wanted(Edit(Span(0, 5), "OTHER", (1, 1), (1, 6)), "MODEL")
    planned = fixing.edited("app.py", [wanted], tmp_path)
    assert not planned.changed
    assert planned.refusals


def test_under_pre_commit_it_edits_exits_1_and_touches_no_index(repository: Path) -> None:
    (repository / "app.py").write_text(OLD + "x = 1\n")
    git(repository, "add", "app.py")
    (repository / "app.py").write_text(OLD + "x = 1\ny = 2\n")  # partly staged
    index = (repository / ".git" / "index").read_bytes()
    assert fix(repository, "app.py", PRE_COMMIT="1").exit_code == 1
    assert (repository / ".git" / "index").read_bytes() == index
    assert (repository / "app.py").read_text() == NEW + "x = 1\ny = 2\n"


def test_the_patch_is_what_fix_writes_and_writes_nothing_itself(repository: Path) -> None:
    files = {
        "crlf.py": b"a = 1\r\nMODEL = 'gpt-4o'\r\n",
        "no end.py": b"MODEL = 'gpt-4o'",
        "ü/deep\t.yaml": "# é\nmodel: gpt-4o\n".encode(),
        "latin.py": b"# coding: latin-1\nMODEL = 'gpt-4o'  # \xe9\n",
    }
    for name, content in files.items():
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_bytes(content)
    git(repository, "add", ".")
    result = run(repository, "check", "--diff", "--as-of", "2026-11-21")
    assert result.exit_code == 1
    assert git(repository, "diff") == ""
    fix(repository)
    wanted = {name: (repository / name).read_bytes() for name in [*files, "app.py"]}
    git(repository, "checkout", "-q", ".")
    subprocess.run(["git", "apply", "-"], cwd=repository, input=result.stdout_bytes, check=True)
    assert {name: (repository / name).read_bytes() for name in wanted} == wanted
    assert all(b"gpt-4o-2024-08-06" in content for content in wanted.values())


def test_stdin_cannot_be_fixed(tmp_path: Path) -> None:
    result = fix(tmp_path, "-", "--stdin-filename", "app.py")
    assert (result.exit_code, "need files" in result.stderr) == (2, True)


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    filewrite.create_file(tmp_path / "new" / "a.yaml", b"one")
    with pytest.raises(FileExistsError):
        filewrite.create_file(tmp_path / "new" / "a.yaml", b"two")
    assert os.listdir(tmp_path / "new") == ["a.yaml"]
    assert (tmp_path / "new" / "a.yaml").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.bicep", "param chatModel string = 'gpt-4o'\n"),
        ("a.mdx", None),
        ("broken.py", "def f(:\n  m = 'gpt-4o'\n"),
    ],
)
def test_other_files_by_their_reader(tmp_path: Path, name: str, text: str | None) -> None:
    text = text or "model = 'gpt-4o'\n"
    (tmp_path / name).write_text(text)
    start = text.index("gpt-4o")
    edit = Edit(Span(start, start + 6), "gpt-4o-2024-08-06", (1, 1), (1, 7))
    planned = fixing.edited(name, [fixing.Wanted(edit, "gpt-4o")], tmp_path)
    assert planned.new.decode() == (text if planned.refusals else text.replace("gpt-4o", "gpt-4o-2024-08-06"))
    assert bool(planned.refusals) == (name == "broken.py")


def test_the_patch_of_a_project_below_git_s_top_folder_applies_from_anywhere(repository: Path) -> None:
    project = repository / "services" / "chat"
    project.mkdir(parents=True)
    (project / "modelguard.toml").write_text("")
    (project / "app.py").write_text(OLD)
    git(repository, "add", ".")
    for place in (project, repository):
        patch = run(project, "check", "--diff", "--as-of", "2026-11-21", "--no-cache").stdout_bytes
        subprocess.run(["git", "apply", "-"], cwd=place, input=patch, check=True)
        assert (project / "app.py").read_text() == NEW
        git(repository, "checkout", "-q", ".")
