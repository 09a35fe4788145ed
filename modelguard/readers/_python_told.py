"""What a module of an SDK was told for all its calls: ``openai.api_type = "azure"``."""

from __future__ import annotations

import ast

from modelguard.readers._python_fold import Folder
from modelguard.readers._python_scope import Scopes
from modelguard.readers._python_values import bound_value

_NAMES = ("api_type", "api_base", "base_url")


def told(scopes: Scopes, folder: Folder, module: str, *, unknown: str) -> tuple[str | None, str | None]:
    """The address that the file sets on ``module``, ``unknown`` where it only shows at run time, and its hint."""
    found = {name: text for name in _NAMES if (text := _set(scopes, folder, module, name, unknown)) is not None}
    hint = found.get("api_type", unknown)
    return found.get("base_url") or found.get("api_base"), f"api_type: {hint}" if hint != unknown else None


def _set(scopes: Scopes, folder: Folder, module: str, name: str, unknown: str) -> str | None:
    if f"{module}.{name}" not in scopes.tree.source.text:
        return None
    for store in scopes.of(name).attribute_stores:
        base, value = getattr(store.node, "value", None), bound_value(store)
        if isinstance(base, ast.Name) and base.id == module and value is not None:
            return folder.text(value) or unknown
    return None
