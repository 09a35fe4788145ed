"""Write the files that are made from the code: pages of rules and commands, the manifest's reference, schemas.

``python tools/generate.py`` writes them, ``--check`` writes nothing and exits 1 where one is stale.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import commandpages
import manifestreference

from modelguard import ruledocs
from modelguard.cli.schema import OWNERS, schema_of
from modelguard.policy import Policy

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"docs/rules": "MG*.md", "docs/commands": "*.md"}
"""Folders that hold generated pages and nothing else."""


def generated(root: Path = ROOT) -> Mapping[Path, str]:
    """Every generated file and what it must hold."""
    return {root / path: text for path, text in _files(root)}


def _files(root: Path) -> Iterator[tuple[str, str]]:
    rules = ruledocs.documented(Policy.load())
    for item in rules:
        yield f"docs/rules/{item.rule.code}.md", ruledocs.page(item)
    yield "docs/rules/README.md", f"# Rules\n\n{ruledocs.table(rules, link='')}"
    yield from commandpages.pages()
    for name in sorted(OWNERS):
        text = json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
        path = f"rules/schema/{name}.schema.json"
        yield path, _unless_equal(root / path, text)
    yield "README.md", _between(root / "README.md", "rules", ruledocs.table(rules))
    yield "docs/manifest.md", _between(root / "docs/manifest.md", "reference", manifestreference.text())


def _unless_equal(path: Path, text: str) -> str:
    """What stands there where it says the same: another writer may lay JSON out in another way."""
    try:
        old = path.read_text("utf-8")
        return old if json.loads(old) == json.loads(text) else text
    except (OSError, ValueError):
        return text


def _between(path: Path, name: str, text: str) -> str:
    """The file at ``path`` with ``text`` between its two markers."""
    markers = re.compile(rf"(<!-- {name}:start -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    return markers.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", path.read_text("utf-8"))


def stale(files: Mapping[Path, str], root: Path = ROOT) -> list[Path]:
    """The files that differ from what they must hold, and pages of rules and commands that are gone."""
    wrong = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    pages = [page for folder, pattern in PAGES.items() for page in (root / folder).glob(pattern)]
    return sorted([*wrong, *(page for page in pages if page not in files)])


def main() -> int:
    """Write or check; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where a file is stale")
    check = parser.parse_args().check
    files = generated()
    wrong = stale(files)
    for path in wrong:
        print(f"{path.relative_to(ROOT)}: {'is stale: run python tools/generate.py' if check else 'written'}")
        if not check and path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], "utf-8", newline="\n")
        elif not check:
            path.unlink()
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
