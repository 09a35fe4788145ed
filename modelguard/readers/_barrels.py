"""What a script hands on from other files, and the scripts that do nothing else (``index.ts``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from modelguard.readers._clients import Clients
from modelguard.readers._code import Code
from modelguard.readers._language import Language
from modelguard.readers._tokens import Tokens
from modelguard.types import Export

_PASSED_ON = re.compile(
    r"""export\s+(?:type\s+)?(?:\*(?:\s*as\s+(?P<space>[\w$]+))?|\{(?P<names>[^}"';]{0,4000})\})"""
    r"""\s*(?:from\s*["'](?P<module>[^"'\r\n]{1,300})["'])?"""
)
_DEFAULT = re.compile(r"export\s+default\s+(?P<name>[A-Za-z_$][\w$]*)\s*(?:;|[\r\n]|\Z)")
_NOTHING_ELSE = re.compile(
    r"""(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|;|["']use [a-z]+["']"""
    r"""|(?:import|export)\s[^;"'`=()]{0,4000}?\sfrom\s*["'][^"'\r\n]{1,300}["']|export\s*\{[^}"';]{0,4000}\})*+"""
)
_MOST = 100

Imports = Mapping[str, tuple[str, str]]
"""Local name to (module, name in that module)."""


def barrel(text: str, language: Language) -> tuple[Export, ...] | None:
    """What a script exports that only imports and hands on, read without its tokens; None for any other."""
    match = _NOTHING_ELSE.match(text)
    if match is None or match.end() < len(text):
        return None
    return tuple(passed_on(text, Clients(Code(Tokens(text), language)).imports))


def passed_on(text: str, imports: Imports) -> Iterator[Export]:
    """Exports without a value of their own; one of something imported goes to where it came from."""
    for match in [*_PASSED_ON.finditer(text)][:_MOST]:
        module = match["module"] or ""
        if match["names"] is None:
            if module:
                yield Export(match["space"] or "*", module=module, origin="*")
            continue
        for name in match["names"].split(","):
            words = re.split(r"\s+as\s+", name.strip().removeprefix("type "))
            if words[0] and (module or words[0] != words[-1] or words[0] in imports):
                yield _from(words[-1], module, words[0], imports)
    for match in _DEFAULT.finditer(text):
        yield _from("default", "", match["name"], imports)


def _from(name: str, module: str, origin: str, imports: Imports) -> Export:
    if not module and (source := imports.get(origin)):
        module, origin = source
    return Export(name, module=module, origin=origin)
