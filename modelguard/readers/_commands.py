"""Model ids inside command lines, wherever a command line stands: scripts, ``run:`` steps, Dockerfiles.

Only places that a shell itself gives a meaning are read: the value of an option whose name holds
``model``, an assignment, the default of an expansion, and a key of a JSON body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.types import Place, Span, record

_VALUE = r"""["']?(?P<%s>[A-Za-z0-9][^\s"'`;|&<>(){}\\,$]{0,300})"""
_OPTION = re.compile(
    r"(?<![\w-])--?(?P<option>(?:[\w-]{0,40}[-_])?(?:models?|llm|engine|deployment)(?:[-_][\w-]{0,40})?|m)(?:[ \t]+|=)"
    + _VALUE % "value"
)
_WORD = re.compile(r"--?((?:[\w-]{0,40}[-_])?(?:models?|llm|engine|deployment)(?:[-_][\w-]{0,40})?|m)")
_ASSIGNED = re.compile(r"(?<![\w$.-])(?P<variable>[A-Za-z_]\w{0,80})=(?:[\"']?\$\{\w+:?[-=])?" + _VALUE % "value")
_EXPANDED = re.compile(r"\$\{(?P<variable>\w{1,80}):?[-=]" + _VALUE % "value")
_BODY = re.compile(
    r"""(?P<quote>\\?["'])(?P<key>[\w-]{0,40}model[\w-]{0,40})(?P=quote)\s{0,20}:\s{0,20}\\?["'](?P<value>[^"'\\\s]{1,300})"""
)
_FIELD = re.compile(
    r"""(?<![\w.$-])(?P<key>model(?:_?(?:id|name|Id|Name|ID))?)\s{0,20}:\s{0,20}\\?["'](?P<value>[^"'\\\s]{1,300})\\?["']"""
)
_ELSE = r"""["']?\$\{\{[^{}\r\n]{0,200}?\|\|\s{0,9}["'](?P<value>[^"'\s]{1,200})["']"""
"""What an expression of a workflow becomes where nothing else is set."""
_ASSIGNED_ELSE = re.compile(r"(?<![\w$.-])(?P<variable>[A-Za-z_]\w{0,80})=" + _ELSE)
_OPTION_ELSE = re.compile(r"(?<![\w-])--(?P<option>[A-Za-z][\w-]{0,60})[= ]" + _ELSE)
_PULLED = re.compile(r"\bollama[ \t]+(?:pull|run|create|push|show)[ \t]+(?!-)" + _VALUE % "value")
_SAID = re.compile(r"\b(?:echo|printf|Write-(?:Host|Output))\b[^;|&\r\n]*\Z")
_GIVEN = re.compile(r"--arg[ \t]+(?P<variable>\w{0,40}model\w{0,40})[ \t]+" + _VALUE % "value")
_SCHEME = re.compile(r"^\w+://")

_ANYWHERE = (
    (_OPTION, "option", Place.COMMAND),
    (_BODY, "key", Place.MAPPING_VALUE),
    (_GIVEN, "variable", Place.COMMAND),
    (_EXPANDED, "variable", Place.ENV_DEFAULT),
    (_ASSIGNED, "variable", Place.ASSIGNMENT),
)
_IN_SCRIPTS = (
    (_ASSIGNED_ELSE, "variable", Place.ASSIGNMENT),
    (_OPTION_ELSE, "option", Place.COMMAND),
    (_FIELD, "key", Place.MAPPING_VALUE),
    (_PULLED, "", Place.COMMAND),
)


@record
class Option:
    """One value on a command line, and the name it is given to."""

    name: str
    span: Span
    place: Place


def options(text: str, start: int, end: int, *, script: bool = False) -> Iterator[Option]:
    """Values given by name in ``text[start:end]``, in file order, each once.

    In a ``script`` the fields of an object and the models a runner pulls count as well: elsewhere they may be prose.
    """
    found: dict[int, Option] = {}
    for pattern, group, place in (*_ANYWHERE, *(_IN_SCRIPTS if script else ())):
        for match in pattern.finditer(text, start, end):
            if not _SCHEME.match(match["value"]) and not (place is Place.COMMAND and _is_said(text, match.start())):
                span = Span(*match.span("value"))
                found.setdefault(span.start, Option(match[group] if group else "model", span, place))
    yield from (found[key] for key in sorted(found))


def option_of(word: str) -> str | None:
    """The name of an option that takes a model, where ``word`` is one: ``--judge-model``."""
    match = _WORD.fullmatch(word)
    return match[1].replace("-", "_") if match else None


def _is_said(text: str, at: int) -> bool:
    """Whether what stands at ``at`` is only printed."""
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at), at - 200) + 1
    return _SAID.search(text, line, at) is not None
