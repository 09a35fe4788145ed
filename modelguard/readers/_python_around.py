"""What is gathered about one expression on the way outward, before it becomes a context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from modelguard.readers._python_tree import Link
from modelguard.types import Place


@dataclass(slots=True)
class Around:
    """What stands around an expression; becomes a :class:`~modelguard.types.Context`."""

    place: Place | None = None
    name: str | None = None
    names: list[str] = field(default_factory=list)  # outer names, innermost first
    call: Link | None = None
    called: str | None = None
    hint: str | None = None
    siblings: Sequence[str] = ()
    items: int = 0
    annotation: str | None = None
    binding: Link | None = None
    keys: list[object] = field(default_factory=list)  # keys of the containers up to ``binding``
    returned: Link | None = None
    environment: str | None = None
    member: bool = False  # one of several values of a container

    def at(self, place: Place, name: str | None = None) -> None:
        """State a place or name; the innermost one stays."""
        if self.place is None:
            self.place = place
        if name is not None:
            if self.name is None:
                self.name = name
            else:
                self.names.append(name)
