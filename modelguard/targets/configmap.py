"""A Kubernetes ConfigMap with the same variables as the ``env`` target."""

from __future__ import annotations

from collections.abc import Sequence

from modelguard.targets import MARK, Item, Target
from modelguard.targets.env import variables


def render(items: Sequence[Item], path: str) -> str:
    """The file's text."""
    import json

    head = [
        f"# {MARK.removesuffix('`')} configmap` from {path}: edit that file and generate this one again.",
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata:",
        "  name: models",
        "data:" if items else "data: {}",
    ]
    return "\n".join([*head, *(f"  {name}: {json.dumps(value)}" for name, value in variables(items))]) + "\n"


TARGET = Target("configmap", "A Kubernetes ConfigMap named models, with CHAT_MODEL for entry chat.", render)
