"""The small exception tree at the edge: each carries one sentence for a person and an exit code."""

from __future__ import annotations


class ModelguardError(Exception):
    """Anything that ends a run before it could give a verdict."""

    exit_code = 2


class UsageError(ModelguardError):
    """Wrong usage, configuration or a manifest that cannot be read (exit 2)."""

    exit_code = 2


class CannotVerify(ModelguardError):
    """The data a verdict needs is missing, damaged or too old (exit 3)."""

    exit_code = 3
