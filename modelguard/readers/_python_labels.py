"""Names of things in Python expressions: labels, callees, options, parameters."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from modelguard.readers._python_clients import BASE_URLS, PROVIDERS
from modelguard.readers._python_tree import Link

_SDK_CLASS = ("Chat", "Model", "Embeddings", "LLM", "OpenAI", "Anthropic", "Groq", "Mistral", "Gemini", "Bedrock")


def is_sdk(name: str) -> bool:
    return any(part in name for part in _SDK_CLASS)


def index_of(nodes: Sequence[ast.AST | None], node: ast.AST) -> int:
    return next((place for place, item in enumerate(nodes) if item is node), -1)


def last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript | ast.Starred):
        return last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def dotted_name(node: ast.AST) -> str | None:
    """A callee as written, at most 120 characters; calls inside it lose their arguments."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            parts.append(node.id)
            break
        else:
            break
    return ".".join(reversed(parts))[:120] or None


def label_of(node: ast.AST | None) -> str | None:
    """The nearest name in an expression: ``self.model`` and ``d["model"]`` are both ``model``."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Subscript(value=inner) | ast.Starred(value=inner) | ast.Await(value=inner):
            return label_of(inner)
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=str(name)), *_]):
            return name
        case ast.Call(func=ast.Attribute(value=inner)):
            return label_of(inner)
        case ast.Call(func=ast.Name(id="str" | "len" | "repr" | "set" | "getattr"), args=[inner, *_]):
            return label_of(inner)
        case ast.Call(func=func):
            return label_of(func)
        case ast.BoolOp(values=[inner, *_]):
            return label_of(inner)
        case ast.NamedExpr(target=inner):
            return label_of(inner)
        case ast.Tuple(elts=[inner, *_]) | ast.List(elts=[inner, *_]):
            return label_of(inner)
        case _:
            return None


def target_label(node: ast.AST) -> str | None:
    match node:
        case ast.Assign(targets=[target, *_]):
            return label_of(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.NamedExpr(target=target):
            return label_of(target)
        case ast.keyword(arg=name):
            return name
        case _:
            return None


def first_text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Tuple(elts=[first, *_]) | ast.List(elts=[first, *_]) | ast.Call(args=[first, *_]):
            return first_text(first)
        case _:
            return ""


def hint_among(node: ast.AST) -> str | None:
    """What a sibling key or keyword says of the platform, as ``provider: groq``."""
    pairs: list[tuple[object, ast.expr]] = []
    if isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        pairs = list(zip(keys, node.values, strict=True))
    elif isinstance(node, ast.Call):
        pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
    for key, value in pairs:
        text = value.value if isinstance(value, ast.Constant) else None
        if isinstance(key, str) and key in PROVIDERS and isinstance(text, str) and len(text) < 100:
            spoken = text == "openai" and any(isinstance(beside, str) and beside in BASE_URLS for beside, _ in pairs)
            return None if spoken else f"{key}: {text}"  # at another address OpenAI's protocol says nothing
    return None


def option_name(node: ast.Call) -> str | None:
    """``model_name`` of ``add_argument("-m", "--model-name", ...)``."""
    for keyword in node.keywords:
        if keyword.arg == "dest" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    names = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    plain = [name for name in names if not name.startswith("-")]
    names = sorted(names, key=lambda name: not name.startswith("--"))
    chosen = plain[0] if plain else (names[0] if names else None)
    return chosen.lstrip("-").split("/")[0].replace("-", "_") if chosen else None


def in_literal(link: Link) -> bool:
    parent = link.parent.node if link.parent else None
    return isinstance(parent, ast.Subscript) and last_name(parent.value) == "Literal"


def parameter_taking(function: Link, keyword: str | None, place: int) -> Link | None:
    """The parameter of ``function`` that takes a keyword or the argument at ``place``."""
    arguments = getattr(function.node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return None
    plain = [*arguments.posonlyargs, *arguments.args]
    holder = function.child(arguments, "args")
    if keyword is not None:
        for arg in (*plain, *arguments.kwonlyargs):
            if arg.arg == keyword:
                return holder.child(arg, "args")
    elif 0 <= place < len(plain):
        return holder.child(plain[place], "args")
    return None
