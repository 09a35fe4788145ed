"""Console blocks of a Markdown page: commands after ``$ ``, what they print below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FILE = re.compile(r"^<!-- file: (\S+) -->\n+```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
"""A block that the reader is to write to a file of that name."""
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXIT = re.compile(r"\s+# exit (\d)$")
INSTALLS = re.compile(r"\bpip install\b|-m pytest\b|\bpre-commit\b|\bgit clone\b|\bnpx\b|\bgh ")
"""Commands that fetch or install: the continuous integration runs those of the README, tests run none."""
NETWORK = re.compile(r"modelguard (?:deprecations(?!.*--offline)|catalog update(?!.*--offline))")
"""Commands that open sockets: their options are checked, they are not run."""


@dataclass(frozen=True)
class Command:
    """One command of a page; ``output`` is None where the page shows none."""

    line: int
    text: str
    exit_code: int
    output: str | None


def commands(page: str) -> Iterator[Command]:
    """Every command of the page's ``console`` blocks and every file it has one write, in order."""
    written = {block.start(2): block[1] for block in FILE.finditer(page)}
    for block in FENCE.finditer(page):
        if name := written.get(block.start(2)):
            text = f"mkdir -p $(dirname {name}) && cat > {name} <<'MODELGUARD'\n{block[2]}MODELGUARD"
            yield Command(page.count("\n", 0, block.start()) + 1, text, 0, None)
        if block[1] != "console":
            continue
        first = page.count("\n", 0, block.start(2)) + 1
        lines = block[2].splitlines()
        prompted = any(line.startswith("$ ") for line in lines)
        starts = [at for at, line in enumerate(lines) if line.startswith("$ ") or not prompted]
        for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            text, output = lines[at].removeprefix("$ "), "\n".join(lines[at + 1 : end]).strip("\n")
            code = _EXIT.search(text)
            yield Command(first + at, _EXIT.sub("", text), int(code[1]) if code else 0, output or None)


def matches(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what a page shows; ``...`` stands for any text."""
    pattern = ".*?".join(re.escape(part) for part in re.split(r"\s*\.\.\.\s*", shown.strip()))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
