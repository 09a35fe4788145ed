"""TypeScript and JavaScript, with JSX and template literals."""

from __future__ import annotations

from collections.abc import Callable

from modelguard.readers import Reader, Wanted
from modelguard.readers import _imported as imported
from modelguard.readers._barrels import barrel
from modelguard.readers._clients import Clients
from modelguard.readers._code import Code
from modelguard.readers._js_lexer import tokens
from modelguard.readers._language import Language
from modelguard.readers._source import read_tokens
from modelguard.readers._tokens import Tokens
from modelguard.text import SourceFile
from modelguard.types import Client, Reading

IMPORTS = (
    r"""import\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{(?P<names>[^}"';]{0,4000})\}\s*from\s*["'](?P<module>[^"'\r\n]{1,300})["']""",
    r"""import\s+(?:\*\s*as\s+)?(?P<name>[\w$]+)\s*(?:,\s*\{[^}"';]{0,4000}\})?\s*from\s*["'](?P<module>[^"'\r\n]{1,300})["']""",
    r"""(?:const|let|var)\s+\{(?P<names>[^}"';]{0,2000})\}\s*=\s*(?:await\s+import|require)\(\s*["'](?P<module>[^"'\r\n]{1,300})["']""",
    r"""(?:const|let|var)\s+(?P<name>[\w$]+)\s*=\s*require\(\s*["'](?P<module>[^"'\r\n]{1,300})["']""",
)
TYPESCRIPT = Language("typescript", tokens, types=True, imports=IMPORTS, bare_methods=True)


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Strings of one module."""
    exports = barrel(source.text, TYPESCRIPT)
    if exports is not None and not wanted(source.text):
        return Reading(exports=exports)
    return read_tokens(source, _tokens(source), TYPESCRIPT, wanted)


def _passes_on(path: str, data: bytes) -> bool:
    """Whether a module hands on what others export: ``export * from "./models"``."""
    return b"export *" in data or (b"export {" in data and path.rsplit("/", 1)[-1].startswith("index."))


def _tokens(source: SourceFile) -> Tokens:
    """JSX everywhere but in plain TypeScript, where ``<T>`` is a type."""
    return tokens(source.text, jsx=not source.path.lower().endswith((".ts", ".mts", ".cts")))


def _served(source: SourceFile) -> Callable[[str], tuple[Client, ...]]:
    return Clients(Code(_tokens(source), TYPESCRIPT)).served


READER = Reader(
    name="typescript",
    suffixes=(".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"),
    read=read,
    imported=imported.script,
    beside=(b"odel: ",),
    passes_on=_passes_on,
    served=_served,
)
