"""Which environment a file configures, as far as its path or a label says."""

from __future__ import annotations

import re

_KNOWN = {
    "production": "production",
    "prod": "production",
    "prd": "production",
    "live": "production",
    "staging": "staging",
    "stage": "staging",
    "stg": "staging",
    "preprod": "preprod",
    "development": "development",
    "develop": "development",
    "dev": "development",
    "local": "local",
    "test": "test",
    "testing": "test",
    "qa": "qa",
    "uat": "uat",
    "sandbox": "sandbox",
    "preview": "preview",
    "canary": "canary",
}
_WORD = re.compile(r"[^a-z0-9]+")


def named(text: str | None) -> str | None:
    """The environment that a namespace, label or workspace says: ``chat-prod`` is production."""
    if not text or len(text) > 100:
        return None
    return next((_KNOWN[word] for word in reversed(_WORD.split(text.lower())) if word in _KNOWN), None)


def of_path(path: str) -> str | None:
    """The environment of a file: its name first (``values-staging.yaml``), then its folders."""
    *folders, name = path.split("/")
    if found := named(name):
        return found
    return next((_KNOWN[folder.lower()] for folder in reversed(folders) if folder.lower() in _KNOWN), None)
