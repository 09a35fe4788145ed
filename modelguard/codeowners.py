"""Who owns a path, by the CODEOWNERS file that GitHub, GitLab or Gitea reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelguard.tree import Tree

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS")
"""Where a CODEOWNERS file is looked for; the first that is there counts."""

_LIMIT = 3_000_000
_SECTION = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)")
_SPACE = re.compile(r"(?<!\\)\s+")


def owners_of(path: str, tree: Tree) -> tuple[str, ...]:
    """Owners of ``path``; empty where no line covers it, or the last that does names nobody."""
    rules = tree.memo.get("codeowners")
    if rules is None:
        rules = tree.memo["codeowners"] = _rules(tree)
    matching = (owners for expression, owners in reversed(rules) if expression.match(path))
    return next(matching, ())


def _rules(tree: Tree) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    place = next((name for name in PLACES if tree.exists(name)), None)
    data = tree.read_bytes(place, limit=_LIMIT) if place else None
    text = (data or b"").decode("utf-8-sig", "replace")
    rules, inherited = [], ()
    for raw in text.splitlines():
        line = re.sub(r"(?<!\\)(?:^|\s)#.*", "", raw).strip()
        if not line:
            continue
        if section := _SECTION.fullmatch(line):
            inherited = tuple(section[1].split())
            continue
        pattern, *owners = _SPACE.split(line)
        if not pattern.startswith("!"):
            rules.append((_expression(pattern), tuple(owners) or inherited))
    return rules


def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern of CODEOWNERS: anchored by a slash at its start or inside, a folder covers what is in it."""
    pattern = pattern.replace("\\ ", " ").replace("\\#", "#")
    anchored = "/" in pattern.rstrip("/")
    folder = pattern.endswith("/")
    body = ""
    for part in re.split(r"(\*\*/|/\*\*|\*\*|\*|\?)", pattern.strip("/")):
        body += {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
    # GitHub: `docs/*` covers files in docs, not below; a plain name covers a folder's content as well.
    tail = "/.*" if folder else "" if pattern.endswith("/*") else "(?:/.*)?"
    return re.compile(("" if anchored else "(?:.*/)?") + body + tail + r"\Z")
