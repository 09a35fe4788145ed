"""The night batch."""

from modelguard.runtime import load


def model() -> str:
    """The model of the entry ``summary``."""
    return load()["summary"].model
