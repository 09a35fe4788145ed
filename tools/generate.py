"""Write the files that are made from the rules: ``docs/rules/*.md`` and the table in the README.

``python tools/generate.py`` writes them, ``--check`` writes nothing and exits 1 where one is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from modelguard import ruledocs
from modelguard.policy import Policy

ROOT = Path(__file__).resolve().parent.parent
TABLE = re.compile(r"(<!-- rules:start -->\n).*?(<!-- rules:end -->)", re.DOTALL)


def generated(root: Path = ROOT) -> Mapping[Path, str]:
    """Every generated file and what it must hold."""
    rules = ruledocs.documented(Policy.load())
    pages = {root / "docs" / "rules" / f"{item.rule.code}.md": ruledocs.page(item) for item in rules}
    readme = root / "README.md"
    text = readme.read_text("utf-8")
    table = ruledocs.table(rules)
    return {**pages, readme: TABLE.sub(lambda match: f"{match[1]}\n{table}\n{match[2]}", text)}


def stale(files: Mapping[Path, str]) -> list[Path]:
    """The files that differ from what they must hold, and pages of rules that are gone."""
    wrong = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    pages = (ROOT / "docs" / "rules").glob("MG*.md")
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
