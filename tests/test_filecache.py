"""The cache changes how long a run takes, and nothing else."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from modelguard import engine, filecache
from modelguard.cli._common import settings_for
from modelguard.compiled import prune
from modelguard.filecache import FileCache, pack, unpack
from modelguard.scanning import FileFacts

CALL = 'from openai import OpenAI\nMODEL = "gpt-4o"\nOpenAI().chat.completions.create(model=MODEL)\n'
FILES = {
    "app.py": CALL,
    "settings.py": 'DEFAULT_MODEL = "claude-3-opus-20240229"\n',
    "use.py": "from settings import DEFAULT_MODEL\nfrom anthropic import Anthropic\n"
    "Anthropic().messages.create(model=DEFAULT_MODEL)\n",
    "chat.ts": 'import OpenAI from "openai";\nnew OpenAI().responses.create({ model: "gpt-4-turbo" });\n',
    "config.yaml": "model: gemini-1.5-pro\n",
    "README.md": "We call gpt-4o.\n",
    "broken.py": 'model = "gpt-4o\n(',
    "plain.py": "print(1)\n",
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MODELGUARD_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(params=["git", "plain"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for copy in range(4):
        for name, text in FILES.items():
            path = root / f"part{copy}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if request.param == "git":
        commit(root)
    return root


def commit(root: Path) -> None:
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def facts(root: Path, *, jobs: int = 1, cached: bool = True) -> tuple[FileFacts, ...]:
    options = engine.Options(jobs=jobs, cache=cached)
    return engine.look([root], settings=settings_for((root,), None), options=options).files


def files_of(cache: Path) -> list[Path]:
    return sorted(cache.glob("files-*.bin"))


def test_results_are_equal_with_one_process_and_two_cold_and_warm(tree: Path, cache: Path) -> None:
    cold = facts(tree, cached=False)
    assert sum(len(item.uses) for item in cold) > 20
    assert facts(tree, jobs=2, cached=False) == cold
    assert facts(tree, jobs=2) == cold
    assert facts(tree) == cold
    assert facts(tree, jobs=2) == cold


def test_git_and_no_git_see_the_same(tree: Path, cache: Path) -> None:
    before = facts(tree)
    if not (tree / ".git").exists():
        commit(tree)
        assert facts(tree) == before


def test_no_cache_neither_reads_nor_writes(tree: Path, cache: Path) -> None:
    facts(tree, cached=False)
    assert not files_of(cache)
    facts(tree)
    (kept,) = files_of(cache)
    kept.write_bytes(b"damaged")
    facts(tree, cached=False)
    assert kept.read_bytes() == b"damaged"


def test_a_changed_file_is_read_again(tree: Path, cache: Path) -> None:
    facts(tree)
    (tree / "part1" / "plain.py").write_text(CALL, "utf-8")
    changed = next(item for item in facts(tree) if item.path == "part1/plain.py")
    assert [use.ref.id for use in changed.uses] == ["gpt-4o"]


@pytest.mark.parametrize("damage", [b"", b"\x80\x05garbage", b"x" * 100, pickle.dumps([1]), pickle.dumps(os.system)])
def test_a_damaged_cache_is_made_anew(tree: Path, cache: Path, damage: bytes) -> None:
    cold = facts(tree)
    (kept,) = files_of(cache)
    whole = kept.read_bytes()
    kept.write_bytes(damage or whole[: len(whole) // 2])
    assert facts(tree) == cold
    assert facts(tree) == cold


def test_a_damaged_entry_is_read_again(tree: Path, cache: Path) -> None:
    cold = facts(tree)
    (kept,) = files_of(cache)
    entries = pickle.loads(kept.read_bytes())
    torn = {path: (content, raw[:-3] if raw else raw) for path, (content, raw) in entries.items()}
    kept.write_bytes(pickle.dumps(torn))
    assert facts(tree) == cold


def test_facts_of_another_file_are_not_taken_for_this_ones() -> None:
    raw = pack(FileFacts("a.py", candidate=True))
    assert unpack(raw, "a.py") == FileFacts("a.py", candidate=True)
    with pytest.raises(pickle.UnpicklingError):
        unpack(raw, "b.py")


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("false",)


@pytest.mark.parametrize("name", [b"cmodelguard.types\nre.sys\n.", b"cbuiltins\neval\n.", b"cposix\nsystem\n."])
def test_only_values_of_ours_are_made_from_a_cache(name: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError, match="does not belong"):
        unpack(name, "a.py")
    with pytest.raises(pickle.UnpicklingError):
        unpack(pickle.dumps(Evil()), "a.py")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_costs_time_only(tree: Path, cache: Path) -> None:
    cache.mkdir(mode=0o500)
    assert facts(tree) == facts(tree, cached=False)
    assert not files_of(cache)


def test_a_file_in_the_place_of_the_folder_costs_time_only(tree: Path, cache: Path) -> None:
    cache.write_text("not a folder")
    assert facts(tree) == facts(tree, cached=False)


def test_another_state_of_settings_has_another_cache(tree: Path, cache: Path) -> None:
    facts(tree)
    (tree / "modelguard.toml").write_text('ids = ["^acme-\\\\d+$"]\n', "utf-8")
    (tree / "part0" / "plain.py").write_text('client.create(model="acme-7")\n', "utf-8")
    found = next(item for item in facts(tree) if item.path == "part0/plain.py")
    assert [use.ref.id for use in found.uses] == ["acme-7"]
    assert len(files_of(cache)) == 2


def test_the_key_is_the_tool_the_catalog_and_the_grammar(tmp_path: Path) -> None:
    first, second = (FileCache(tmp_path, ["1.0", digest]) for digest in ("one", "two"))
    first.put("a.py", "1", FileFacts("a.py", candidate=True))
    first.save()
    assert FileCache(tmp_path, ["1.0", "one"]).get("a.py", "1") is not None
    assert second.get("a.py", "1") is None
    assert FileCache(tmp_path, ["1.0", "one"]).get("a.py", "2") is None


def test_files_that_are_gone_leave_the_cache_and_a_small_run_keeps_the_rest(tmp_path: Path) -> None:
    whole = FileCache(tmp_path, [])
    for number in range(10):
        whole.put(f"{number}.py", "1", FileFacts(f"{number}.py"))
    whole.save()
    some = FileCache(tmp_path, [])
    some.put("0.py", "2", FileFacts("0.py"))
    some.save()
    assert FileCache(tmp_path, []).get("9.py", "1") is not None
    most = FileCache(tmp_path, [])
    for number in range(8):
        most.put(f"{number}.py", "3", FileFacts(f"{number}.py"))
    most.save()
    assert FileCache(tmp_path, []).get("9.py", "1") is None


def test_caches_of_states_left_long_ago_are_removed(tmp_path: Path) -> None:
    for number in range(20):
        file = tmp_path / f"files-{number}.bin"
        file.write_bytes(b"x")
        os.utime(file, (time.time() - number * 60,) * 2)
    old = tmp_path / "files-0.bin"
    os.utime(old, (time.time() - 40 * 86_400,) * 2)
    other = tmp_path / "pages.json"
    other.write_bytes(b"x")
    prune(tmp_path, "files-*.bin")
    left = {file.name for file in tmp_path.iterdir()}
    assert old.name not in left
    assert other.name in left
    assert len(left) <= 13


def test_eight_runs_at_once_say_the_same(tree: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "modelguard", "inventory", "--format", "json", "."]
    runs = [subprocess.Popen(command, cwd=tree, stdout=subprocess.PIPE) for _ in range(8)]
    said = {run.communicate()[0] for run in runs}
    assert all(run.returncode == 0 for run in runs)
    assert len(said) == 1
    assert subprocess.run(command, cwd=tree, capture_output=True, check=True).stdout in said
    assert not [file for file in cache.iterdir() if not file.name.endswith((".bin", ".json", ".gitignore"))]


def test_a_path_outside_the_tree_is_known_by_its_own_name(tmp_path: Path, cache: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.py"
    root.mkdir()
    outside.write_text(CALL, "utf-8")
    settings = settings_for((root,), None)
    for _ in range(2):
        (found,) = engine.look([outside], settings=settings, options=engine.Options()).files
        assert found.path == outside.as_posix()
        assert found.uses


def test_every_value_of_facts_can_be_packed() -> None:
    assert FileFacts in filecache._TABLE
    assert {kind.__name__ for kind in filecache._TABLE} >= {"Use", "Context", "Location", "Span", "ModelRef", "UsedAt"}


def test_hostile_files_say_the_same_however_they_are_read(cache: Path) -> None:
    hostile = Path(__file__).resolve().parents[2] / "shared" / "hostile"
    if not hostile.is_dir():
        pytest.skip("the shared folder is not here")
    cold = facts(hostile, cached=False)
    assert facts(hostile, jobs=2) == cold
    assert facts(hostile) == cold


def test_content_that_git_did_not_vouch_for_is_known_when_it_does(tmp_path: Path, cache: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "app.py").write_text(CALL, "utf-8")
    facts(root)
    commit(root)
    before = files_of(cache)[0].stat().st_mtime_ns
    facts(root)
    assert files_of(cache)[0].stat().st_mtime_ns == before, "it read the file again and wrote the cache anew"


def test_content_is_named_as_git_names_it(tmp_path: Path) -> None:
    for data in (b"", b"a\n", "ü".encode() * 1000):
        named = subprocess.run(
            ["git", "hash-object", "-t", "blob", "--stdin"], input=data, capture_output=True, check=True
        )
        assert filecache.content_hash(data) == named.stdout.decode().strip()
