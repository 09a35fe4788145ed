"""Loading: compiled once, from whatever state the cache is in; overrides win row by row."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import zipfile
from datetime import date
from pathlib import Path

import pytest

from modelguard import catalog
from modelguard.errors import CannotVerify, UsageError
from modelguard.types import Pinning, Stage

DAY = date(2026, 11, 21)
ROOT = Path(__file__).parents[2]
OVERRIDE = """\
platform: openai
updated: 2026-11-21
models:
- id: gpt-4o-2024-11-20
  retires: 2027-06-01
  date_kind: exact
  evidence: [{url: https://example.com/contract, seen: 2026-11-20}]
- id: our-model
  pinning: pinned
  evidence: [{url: https://example.com/ours, seen: 2026-11-20}]
"""


def override(folder: Path, text: str = OVERRIDE) -> Path:
    path = folder / "override.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_override_wins_row_by_row(tmp_path: Path) -> None:
    plain, changed = catalog.load(), catalog.load([override(tmp_path)])
    model = changed.find("openai", "gpt-4o-2024-11-20")
    assert model is not None
    assert model.retires == date(2027, 6, 1)
    assert model.replacement == ()
    assert model.evidence[0].url == "https://example.com/contract"
    assert model.context_window == 128_000
    assert model.pinning is Pinning.PINNED
    assert changed.find("openai", "our-model") is not None
    assert changed.find("openai", "gpt-4o") == plain.find("openai", "gpt-4o")
    assert len(changed) == len(plain) + 1
    assert (changed.digest != plain.digest, changed.date) == (True, plain.date)


def test_the_last_override_wins(tmp_path: Path) -> None:
    first = override(tmp_path)
    second = tmp_path / "second.yaml"
    second.write_text(OVERRIDE.replace("2027-06-01", "2027-07-01"))
    model = catalog.load([first, second]).find("openai", "gpt-4o-2024-11-20")
    assert model is not None
    assert model.retires == date(2027, 7, 1)


def test_an_override_may_bring_a_platform_and_aliases(tmp_path: Path) -> None:
    text = OVERRIDE.replace("openai", "our-gateway").replace("id: our-model", "id: our-model\n  aliases: [ours]")
    found = catalog.load([override(tmp_path, text)])
    alias = found.find("our-gateway", "ours")
    assert alias is not None
    assert (alias.id, alias.pinning, alias.resolves_to) == ("ours", Pinning.ALIAS, "our-model")
    assert "our-gateway" in found.platforms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OVERRIDE.replace("retires", "retirez"), ':5: unknown key "retirez"'),
        (OVERRIDE.replace("2027-06-01", "2027-02-30"), ":5: "),
        ("models: [", ":1: it is not YAML"),
    ],
)
def test_a_bad_override_is_wrong_usage_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = override(tmp_path, text)
    with pytest.raises(UsageError, match=path.name) as refused:
        catalog.load([path])
    assert words in str(refused.value)


def test_an_override_that_is_not_there_or_not_text_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        catalog.load([tmp_path / "none.yaml"])
    with pytest.raises(UsageError, match="cannot be read"):
        catalog.load([tmp_path])
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"platform: \xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        catalog.load([binary])


def test_a_changed_override_is_read_again(tmp_path: Path) -> None:
    path = override(tmp_path)
    catalog.load([path], cache_dir=tmp_path / "cache")
    path.write_text(OVERRIDE.replace("2027-06-01", "2027-12-24"))
    model = catalog.load([path], cache_dir=tmp_path / "cache").find("openai", "gpt-4o-2024-11-20")
    assert model is not None
    assert model.retires == date(2027, 12, 24)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"date": "2026-11-21"}', b"\xff\xfe\x00", b"null"])
def test_a_damaged_compiled_form_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    before = catalog.load(cache_dir=tmp_path)
    (compiled,) = tmp_path.glob("catalog-*.json")
    compiled.write_bytes(damage)
    after = catalog.load(cache_dir=tmp_path)
    assert (after.digest, len(after)) == (before.digest, len(before))


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    assert len(catalog.load(cache_dir=file / "below")) > 500


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    code = "from modelguard import catalog; print(catalog.load().digest)"
    env = {"MODELGUARD_CACHE_DIR": str(tmp_path), "PATH": ""}
    runs = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    digests = {run.communicate(timeout=120)[0].strip() for run in runs}
    assert digests == {catalog.load().digest}
    assert all(run.returncode == 0 for run in runs)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_a_lookup_imports_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    catalog.load(cache_dir=tmp_path)
    code = textwrap.dedent(
        """
        import sys
        from modelguard import catalog
        catalog.load().find("openai", "gpt-4o")
        print([name for name in ("yaml", "pydantic", "httpx", "libcst") if name in sys.modules])
        """
    )
    env = {"MODELGUARD_CACHE_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _package(folder: Path, *, damage: str | None = None, rules: bool = True) -> Path:
    """A zip archive of the package, as an installer may leave it."""
    archive = folder / "modelguard.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sorted((ROOT / "modelguard").rglob("*.py")):
            zipped.write(path, path.relative_to(ROOT))
        for path in sorted((ROOT / "rules" / "catalog").glob("*.yaml")) if rules else ():
            text = damage if damage is not None and path.stem == "openai" else path.read_text()
            zipped.writestr(f"modelguard/_rules/catalog/{path.name}", text)
    return archive


def _in_package(archive: Path, cache: Path) -> str:
    code = textwrap.dedent(
        """
        from modelguard import catalog
        from modelguard.errors import CannotVerify
        try:
            print(catalog.load().digest)
        except CannotVerify as error:
            print(f"{error.exit_code} {error}")
        """
    )
    env = {"MODELGUARD_CACHE_DIR": str(cache), "PYTHONPATH": str(archive), "PATH": ""}
    run = [sys.executable, "-c", code]
    return subprocess.run(run, cwd=cache, env=env, capture_output=True, text=True, check=True).stdout.strip()


def test_it_loads_from_a_zip_archive(tmp_path: Path) -> None:
    assert _in_package(_package(tmp_path), tmp_path) == catalog.load().digest


def test_damaged_bundled_data_cannot_verify(tmp_path: Path) -> None:
    said = _in_package(_package(tmp_path, damage="platform: openai\nmodels: [}"), tmp_path)
    assert said.startswith("3 the catalog file openai.yaml is damaged at line 2")


def test_missing_bundled_data_cannot_verify(tmp_path: Path) -> None:
    assert _in_package(_package(tmp_path, rules=False), tmp_path).startswith("3 the catalog of models is missing")
    assert CannotVerify.exit_code == 3


def test_case_matters_first_and_not_second(bundled: catalog.Catalog) -> None:
    exact = bundled.find("azure", "DeepSeek-R1")
    assert exact is not None
    assert bundled.find("azure", "deepseek-r1") == exact
    assert bundled.find("openai", "GPT-4O") == bundled.find("openai", "gpt-4o")
    assert bundled.find("openai", "gpt-4oo") is None
    assert bundled.find("no-platform", "gpt-4o") is None


def test_the_nearest_id_is_offered(bundled: catalog.Catalog) -> None:
    assert bundled.nearest("openai", "gpt-4o-2024-11-21") == "gpt-4o-2024-11-20"
    assert bundled.nearest(None, "claude-sonet-4-6") == "claude-sonnet-4-6"
    assert bundled.nearest("openai", "zzzzzzzz") is None
    assert bundled.nearest("no-platform", "gpt-4o") is None


def test_the_chain_of_replacements_ends(bundled: catalog.Catalog) -> None:
    for model in bundled.models():
        chain = bundled.successor(model, DAY)
        assert len({one.id for one in chain} | {model.id}) == len(chain) + 1
        assert all(one.stage(DAY) is Stage.RETIRED for one in chain[:-1])


def test_a_circle_of_replacements_ends(tmp_path: Path) -> None:
    seen = "evidence: [{url: https://example.com, seen: 2026-11-20}], retires: 2026-01-01, date_kind: exact"
    rows = "".join(f"- {{id: {a}, replacement: [{b}], {seen}}}\n" for a, b in ("ab", "bc", "ca"))
    found = catalog.load([override(tmp_path, f"platform: ring\nupdated: 2026-11-21\nmodels:\n{rows}")])
    start = found.find("ring", "a")
    assert start is not None
    assert [model.id for model in found.successor(start, DAY)] == ["b", "c"]
