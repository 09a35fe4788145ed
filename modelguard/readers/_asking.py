"""Which calls ask the model they are given, and which only tell something of it, by what they are called."""

from __future__ import annotations

import re

_USES_MODEL = re.compile(
    r"complet|chat|generat|invoke|embed|llm|model|predict|agent|respon|ask|query|prompt|eval|bench|client|run|infer|judge",
    re.IGNORECASE,
)
_LOOKS_UP = re.compile(
    r"lookup|look_up|key|normali|canonic|alias|name|info|price|cost|limit|window|support|valid|(?:^|[._])(?:is|has|can)_|"
    r"format|label|count|register|add_|slug|match|effort",
    re.IGNORECASE,
)
_TELLS = re.compile(r"(?:^|\.)(?:is|has|can|get|set|add|render|find|to|parse|select|choose|toggle|handle|on)(?=[A-Z])")


def looks_up(call: str) -> bool:
    """Whether a call by its name looks something up, registers or formats what it is given."""
    return _LOOKS_UP.search(call) is not None


def uses_model(call: str) -> bool:
    """Whether a call by its name may ask a model."""
    return _USES_MODEL.search(call) is not None


def asks(call: str) -> bool:
    """Whether a call of a script, by its name, may ask the model it is given: ``askModel``, but not ``isModel``."""
    return uses_model(call) and not looks_up(call) and _TELLS.search(call) is None
