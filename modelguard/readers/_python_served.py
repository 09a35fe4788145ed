"""Who serves the calls on a name that other modules import: a client, or a function that returns one."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable

from modelguard.readers._python_clients import Clients
from modelguard.readers._python_fold import Folder
from modelguard.readers._python_names import qualified
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_tree import Link, parse
from modelguard.text import SourceFile
from modelguard.types import Client, Problem


def served_by(source: SourceFile) -> Callable[[str], tuple[Client, ...]]:
    """Answers for the names of the module ``source``; nothing for what is no client."""
    tree = parse(source)
    if isinstance(tree, Problem):
        return lambda name: ()
    scopes = Scopes(tree)
    clients, module = Clients(scopes, Folder(scopes)), Link(tree.module)

    def served(name: str) -> tuple[Client, ...]:
        found = _behind(clients, module.child(_at_the_end(name), "body"))
        return tuple(client for client in found if client.name)

    return served


def _behind(clients: Clients, name: Link) -> list[Client]:
    """The client that a name holds, those that the function of this name returns, or whose class this one extends."""
    held = clients.of_value(name)
    if held.name:
        return [held]
    return clients.returned(name) or [Client(qualified(clients.scopes, name, imported_only=True))]


def _at_the_end(name: str) -> ast.Name:
    """``name`` as the last line of its module would read it."""
    return ast.Name(name, ast.Load(), lineno=sys.maxsize, col_offset=0)
