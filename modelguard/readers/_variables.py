"""Terraform's variables and locals: what a folder's files know by ``var.model`` and ``local.model``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modelguard.readers import Wanted
from modelguard.readers._nodes import Mapping, Node, Scalar
from modelguard.readers._versions import Pair, may_be_version, referred, resolved, scalars_of, unresolved, versions
from modelguard.types import Context, Export, Place, Reference


@dataclass(slots=True)
class Variables:
    """The names of one file: ``known`` values, ``pairs`` of a name and a version that are given elsewhere."""

    known: dict[str, Scalar]
    versions: dict[int, str]
    pairs: list[Pair]

    def exports(self, wanted: Wanted) -> Iterator[Export]:
        """Values that another file of the folder may join."""
        for name, node in self.known.items():
            if wanted(node.value):
                yield Export(name, (node.span,))
            elif may_be_version(node):
                yield Export(name, (), node.value)

    def references(self) -> Iterator[Reference]:
        """Names whose model is given in another file, with the version as far as this one says."""
        for name, version in self.pairs:
            said = resolved(version, self.known)
            yield Reference(
                "", referred(name) or "", name.span, _CONTEXT, said.value if said else None, referred(version)
            )


_CONTEXT = Context(Place.CONFIG_VALUE, "model", hint="azure", deployed="terraform")


def of(root: Mapping, *, is_values: bool) -> Variables:
    """The names of a file; one of values gives variables and declares none."""
    declared = Mapping(_blocks(root, "variable"))
    if is_values:
        known = scalars_of(root.entries, "var.")
    else:
        known = scalars_of(declared.entries, "var.")
        for _, body in ((key, value) for key, value in root.entries if key.value == "locals"):
            known |= scalars_of(body.entries, "local.") if isinstance(body, Mapping) else {}
    found = versions(declared, known) | versions(root, known)
    return Variables(known, found, list(unresolved(root, known)))


def _blocks(root: Mapping, kind: str) -> list[tuple[Scalar, Node]]:
    """The bodies of all blocks of a kind, by their label."""
    bodies = [value for key, value in root.entries if key.value == kind and isinstance(value, Mapping)]
    return [entry for body in bodies for entry in body.entries]
