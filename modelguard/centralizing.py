"""The unsafe fix of MG101: a literal becomes a lookup in the manifest, where that is certain.

Certain means: a Python file; one plain string token that stands as a value; exactly one entry whose model
is the very id that stands there; and a place for the import after the docstring, ``__future__`` and the
other imports. The result must be the old tree but for the replaced values and the two added statements.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelguard import fixing
from modelguard.readers._python_tree import Link, Tree, parse
from modelguard.runtime import split
from modelguard.text import SourceFile
from modelguard.types import Edit, Finding, Fix, Problem, Span, record

if TYPE_CHECKING:
    from modelguard.manifest import Manifest

_ENTRY = re.compile(r"[\w.-]+", re.ASCII)
_TOKEN = re.compile(r"""[rRuU]?("{3}|'{3}|"|')(?P<value>[^"'\\\n]*)\1""")
_NO_VALUE = ("annotation", "returns", "pattern", "keys")
_CHANGED_MORE = "the edit would change more than the id"


@record
class Seat:
    """How a file gets at the manifest: the name of its models, and the statements to add for it.

    ``edit`` adds ``statements`` to the module's body at ``index``; ``None`` where the file has the name.
    """

    name: str
    edit: Edit | None = None
    index: int = 0
    statements: tuple[str, ...] = ()


def offered(findings: Iterable[Finding], manifest: Manifest, root: Path) -> list[Finding]:
    """The same findings; those that can be centralized with certainty have a fix. Reads the files again."""
    files: dict[str, tuple[Tree, Seat] | None] = {}
    told = []
    for finding in findings:
        wanted = _attribute(finding, manifest) if _concerned(finding) else None
        if wanted is not None:
            path = finding.location.path
            if path not in files:
                files[path] = _file(root / path, path)
            fix = _fix(finding, files[path], *wanted)
            finding = replace(finding, fix=fix) if fix else finding
        told.append(finding)
    return told


def centralized(path: str, findings: Sequence[Finding], root: Path) -> fixing.FileFix:
    """One file with the lookups in it, nothing written; refused where it is not the file that was checked."""
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return fixing.FileFix(path).refused(f"it cannot be read: {error.strerror}")
    nothing = fixing.FileFix(path, data, data)
    source = SourceFile.of(path, data)
    tree = parse(source)
    if source.problem or isinstance(tree, Problem):
        return nothing.refused(fixing.CHANGED)
    seat = _seat(tree)
    edits = {edit for finding in findings if finding.fix for edit in finding.fix.edits}
    tokens = sorted((edit for edit in edits if edit.span.start < edit.span.end), key=lambda edit: edit.span)
    texts = {finding.model.text for finding in findings if finding.model}
    same = seat is not None and edits - set(tokens) <= {seat.edit}
    if seat is None or not same or not all(_token(source, edit) in texts for edit in tokens):
        return nothing.refused(fixing.CHANGED)
    new = fixing.spliced(source, sorted(edits, key=lambda edit: edit.span))
    added = seat if edits - set(tokens) else Seat(seat.name)
    if not _is_as_meant(
        tree.module, parse(SourceFile.of(path, new)), added, {edit.text for edit in tokens}, len(tokens)
    ):
        return nothing.refused(_CHANGED_MORE)
    return fixing.FileFix(path, data, new, len(tokens))


def _concerned(finding: Finding) -> bool:
    return finding.rule == fixing.LOOKUP_RULE and finding.model is not None and finding.location.path.endswith(".py")


def _attribute(finding: Finding, manifest: Manifest) -> tuple[str, str] | None:
    """The one entry whose model is the finding's, and which attribute of it gives the very same text."""
    model = finding.model
    found = []
    for name, entry in manifest.entries.items():
        first = next(iter(manifest.of(entry, "model")), None)
        if model is None or first is None or (first.ref.platform, first.ref.id) != (model.platform, model.id):
            continue
        text = entry.spec.model
        found.append((name, "model" if text == model.text else "id" if split(text)[1] == model.text else ""))
    (entry_name, attribute) = found[0] if len(found) == 1 else ("", "")
    return (entry_name, attribute) if attribute and _ENTRY.fullmatch(entry_name) else None


def _file(file: Path, path: str) -> tuple[Tree, Seat] | None:
    try:
        source = SourceFile.of(path, file.read_bytes())
    except OSError:
        return None
    tree = None if source.problem else parse(source)
    seat = _seat(tree) if isinstance(tree, Tree) else None
    return (tree, seat) if isinstance(tree, Tree) and seat else None


def _fix(finding: Finding, file: tuple[Tree, Seat] | None, entry: str, attribute: str) -> Fix | None:
    if file is None or finding.model is None:
        return None
    tree, seat = file
    source, at = tree.source, finding.location
    offset = source.offset(at.line, at.column)
    located = tree.locate([offset])
    if not located or not _is_value(located[0][1], finding.model.text):
        return None
    node = located[0][1].node
    assert isinstance(node, ast.Constant)
    span = Span(tree.start(node), tree.end(node))
    text = f'{seat.name}["{entry}"].{attribute}'
    edit = Edit(span, text, source.position(span.start), source.position(span.end))
    if _token(source, edit) != finding.model.text or (seat.edit and seat.edit.span.end > span.start):
        return None
    edits = (seat.edit, edit) if seat.edit else (edit,)
    return Fix(f"Read it from entry {entry} of the manifest", "unsafe", edits)


def _is_value(link: Link, text: str) -> bool:
    """Whether the node is a string that is computed where it stands: no pattern, annotation or docstring."""
    node = link.node
    if not isinstance(node, ast.Constant) or node.value != text:
        return False
    for above in link.up():
        if above.field in _NO_VALUE or isinstance(above.node, (ast.pattern, ast.JoinedStr)):
            return False
        if isinstance(above.node, ast.Subscript) and "Literal" in ast.dump(above.node.value):
            return False
        if isinstance(above.node, ast.stmt):
            return not isinstance(above.node, ast.Expr) or above.node.value is not node
    return False


def _token(source: SourceFile, edit: Edit) -> str | None:
    """The value of the one string token that ``edit`` replaces."""
    match = _TOKEN.fullmatch(source.text[edit.span.start : edit.span.end])
    return match["value"] if match else None


def _seat(tree: Tree) -> Seat | None:
    """The name under which the file has the manifest, or the statements that give it one."""
    body = tree.module.body
    imported = {
        alias.asname or alias.name
        for node in body
        if isinstance(node, ast.ImportFrom) and node.module == "modelguard.runtime" and node.level == 0
        for alias in node.names
        if alias.name == "load"
    }
    end = _imports_end(body)
    for node in body[end : end + 1] if imported else ():
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=load), args=[], keywords=[])):
                if load in imported and _stores(tree.module, name) == 1:
                    return Seat(name)
    taken = _names(tree.module)
    free = next((name for name in ("models", "llm_models") if name not in taken), None)
    load, imports = ("load", "load") if "load" not in taken else ("load_models", "load as load_models")
    if free is None or imported or load in taken:
        return None
    statements = (f"from modelguard.runtime import {imports}", f"{free} = {load}()")
    edit = _insertion(tree, end, statements)
    return Seat(free, edit, end, statements) if edit else None


def _imports_end(body: Sequence[ast.stmt]) -> int:
    """How many statements the docstring and the imports at the head of the module are."""
    end = 0
    for node in body:
        docstring = end == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring and not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        end += 1
    return end


def _insertion(tree: Tree, end: int, statements: Sequence[str]) -> Edit | None:
    """The edit that adds ``statements`` in lines of their own; ``None`` where a line is shared."""
    source, body = tree.source, tree.module.body
    ending = "\r\n" if "\r\n" in source.text else "\n"
    text = f"{statements[0]}{ending}{ending}{statements[1]}{ending}"
    if end:
        line = (body[end - 1].end_lineno or 1) + 1
        if line > len(source.starts) or (end < len(body) and body[end].lineno < line):
            return None
        if not isinstance(body[end - 1], (ast.Import, ast.ImportFrom)):
            text = ending + text
    else:
        first = body[0]
        line = min([first.lineno, *(item.lineno for item in getattr(first, "decorator_list", []))])
        text += ending
    at = source.starts[line - 1]
    position = source.position(at)
    return Edit(Span(at, at), text, position, position)


def _names(module: ast.Module) -> set[str]:
    """Every name that the module binds or uses."""
    names: set[str] = set()
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias():
                names.update({node.asname or "", node.name.split(".")[0]})
                if node.name == "*":
                    names |= {"models", "llm_models"}  # nobody knows what a star brings
            case ast.Global(names=more) | ast.Nonlocal(names=more):
                names.update(more)
            case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
                names.add(node.name or "")
            case ast.MatchMapping():
                names.add(node.rest or "")
    return names


def _stores(module: ast.Module, name: str) -> int:
    """How often the module binds ``name``, anywhere."""
    return sum(
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
        for node in ast.walk(module)
    ) + sum(isinstance(node, ast.arg) and node.arg == name for node in ast.walk(module))


def _is_as_meant(before: ast.Module, after: Tree | Problem, seat: Seat, texts: set[str], number: int) -> bool:
    """Whether ``after`` is ``before`` with the seat's statements and ``number`` values replaced by lookups."""
    if isinstance(after, Problem):
        return False
    body = list(after.module.body)
    added, rest = body[seat.index : seat.index + len(seat.statements)], body
    if seat.statements:
        rest = body[: seat.index] + body[seat.index + len(seat.statements) :]
        if [ast.dump(node) for node in added] != [ast.dump(ast.parse(text).body[0]) for text in seat.statements]:
            return False
    lookups = {ast.dump(ast.parse(text, mode="eval").body): text for text in texts}
    return _replaced(before.body, rest, lookups) == number


def _replaced(before: Any, after: Any, lookups: Mapping[str, str]) -> int:
    """How many constants became lookups; -1 where anything else differs."""
    count, pending = 0, [(before, after)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            if not isinstance(one, ast.Constant) or not isinstance(other, ast.expr) or ast.dump(other) not in lookups:
                return -1
            count += 1
        elif isinstance(one, ast.AST):
            pending.extend((getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
        elif isinstance(one, list):
            if len(one) != len(other):
                return -1
            pending.extend(zip(one, other, strict=True))
        elif repr(one) != repr(other):
            return -1
    return count
