"""modelguard: a linter and a watcher for language-model ids.

>>> from pathlib import Path
>>> import modelguard
>>> report = modelguard.check([Path("src")])          # doctest: +SKIP
>>> [finding.message for finding in report.findings]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelguard.api import check, inventory
    from modelguard.catalog import Catalog
    from modelguard.catalog import load as load_catalog
    from modelguard.config import Settings
    from modelguard.errors import CannotVerify, ModelguardError, UsageError
    from modelguard.types import Finding, Model, Report, Role, Severity, Stage, Use

__version__ = "0.1.0"

__all__ = [
    "CannotVerify",
    "Catalog",
    "Finding",
    "Model",
    "ModelguardError",
    "Report",
    "Role",
    "Settings",
    "Severity",
    "Stage",
    "UsageError",
    "Use",
    "check",
    "inventory",
    "load_catalog",
]

_HOMES = {
    "check": "api", "inventory": "api", "Catalog": "catalog", "Settings": "config",
    "CannotVerify": "errors", "ModelguardError": "errors", "UsageError": "errors",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command starts fast."""
    from importlib import import_module

    if name == "load_catalog":
        return import_module("modelguard.catalog").load
    if name not in __all__:
        raise AttributeError(f"module 'modelguard' has no attribute '{name}'")
    return getattr(import_module(f"modelguard.{_HOMES.get(name, 'types')}"), name)
