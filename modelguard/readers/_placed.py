"""What is said of the place of one string literal in code."""

from __future__ import annotations

from modelguard.types import Place, record


@record
class Placed:
    """A place and the name and call that go with it; ``opener`` is the bracket that counts as its home."""

    place: Place
    name: str | None = None
    call: str | None = None
    opener: int = -1
    annotation: str | None = None
