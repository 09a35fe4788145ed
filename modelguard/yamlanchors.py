"""How many other places of a YAML text use a value through an anchor on it or around it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from modelguard.types import Span


def uses_through(text: str, span: Span) -> int:
    """Aliases of the anchors that ``span`` lies in; 0 where there are none or the text is no YAML.

    A value in an anchored mapping counts as used wherever the mapping is: an edit there would change
    those places too.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    open_: list[tuple[str | None, int]] = []
    around: set[str] = set()
    aliases: Counter[str] = Counter()
    events: Any = yaml.parse(text, Loader=loader)
    try:
        for event in events:
            kind = type(event).__name__
            if kind == "AliasEvent":
                aliases[event.anchor] += 1
            elif kind == "ScalarEvent":
                if event.anchor and event.start_mark.index <= span.start and span.end <= event.end_mark.index:
                    around.add(event.anchor)
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                open_.append((event.anchor, event.start_mark.index))
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                anchor, start = open_.pop()
                if anchor and start <= span.start and span.end <= event.end_mark.index:
                    around.add(anchor)
    except yaml.YAMLError:
        pass
    return sum(aliases[anchor] for anchor in around)
