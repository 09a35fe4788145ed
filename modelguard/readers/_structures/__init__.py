"""Structures inside YAML and JSON files: one file is one structure, found by walking this package.

A document is parsed once; the first structure (by file name) that claims it states what its keys mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from modelguard.readers import Wanted
from modelguard.readers._nodes import Node
from modelguard.text import SourceFile
from modelguard.types import Literal, record


@record
class Structure:
    """What a structure module declares as ``STRUCTURE``.

    ``claims`` looks at the path and the root of one document; ``read`` yields its literals.
    """

    name: str
    claims: Callable[[str, Node], bool]
    read: Callable[[SourceFile, Node, Wanted], Iterable[Literal]]
