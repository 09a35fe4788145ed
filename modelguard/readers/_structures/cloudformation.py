"""CloudFormation and SAM templates, also those that the CDK writes: parameters' defaults carry the parameter's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelguard.readers import Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._structures import Structure
from modelguard.text import SourceFile
from modelguard.types import Context, Literal

_NEVER = frozenset({"Description", "Type", "Ref", "Export", "AllowedPattern", "ConstraintDescription"})


def claims(path: str, root: Node) -> bool:
    """A mapping with the format's version, or ``Resources`` of which one has a type of AWS's."""
    if not isinstance(root, Mapping):
        return False
    if root.scalar("AWSTemplateFormatVersion") is not None:
        return True
    resources = root.mapping("Resources")
    return resources is not None and any(
        isinstance(item, Mapping) and (item.scalar("Type") or "").startswith("AWS::") for _, item in resources.entries
    )


def read(source: SourceFile, root: Node, wanted: Wanted) -> Iterator[Literal]:
    """Every wanted value; nothing in a template is a table."""
    facts = Facts("cloudformation", environment.of_path(source.path), _refine)
    yield from Emitter(source.text, wanted, facts).emit(root)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context | None:
    if context.name in _NEVER or context.path[:1] in (("Outputs",), ("Metadata",)):
        return None
    if context.name == "Default" and context.path[:1] == ("Parameters",) and len(context.path) == 2:
        return replace(context, name=context.path[1], path=("Parameters",))
    return replace(context, hint=None) if (context.hint or "").startswith("AWS::") else context


STRUCTURE = Structure("cloudformation", claims, read)
