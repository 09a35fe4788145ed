"""promptfoo: ``promptfoo eval --output results.json`` (version 3 and 4 of the file).

The model is ``results.results[].provider.id``: the summary's ``prompts[].provider`` holds the label where
one is set. One file may test many models; each is an evaluation of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from modelguard.evidence import Evaluation, EvidenceReader, EvidenceUnreadable
from modelguard.evidence._json import load, mapping, moment, sequence, text

_ENDPOINTS = frozenset("chat completion completions responses messages embedding embeddings realtime".split())
_PLATFORMS = {"google": "gemini", "azureopenai": "azure", "azure": "azure", "aws": "bedrock", "palm": "gemini"}


def _claims(path: Path, head: bytes) -> bool:
    return path.suffix == ".json" and b'"evalId"' in head


def _read(path: Path, name: str) -> tuple[Evaluation, ...]:
    data = load(path)
    results = mapping(data.get("results"))
    rows = [row for row in sequence(results.get("results")) if isinstance(row, dict)]
    if not rows:
        raise EvidenceUnreadable("it holds no result of a case")
    metadata = mapping(data.get("metadata"))
    ran_at = moment(results.get("timestamp")) or moment(metadata.get("evaluationCreatedAt"))
    judge = _judge(mapping(data.get("config")))
    groups: dict[str | None, list[bool]] = {}
    for row in rows:
        provider = row.get("provider")
        model = provider if isinstance(provider, str) else mapping(provider).get("id")
        groups.setdefault(_spelled(text(model)), []).append(row.get("success") is True)
    return tuple(
        Evaluation(name, EVIDENCE.tool, model, len(passed), sum(passed), ran_at, judge)
        for model, passed in groups.items()
    )


def _spelled(provider: str | None) -> str | None:
    """``openai:chat:gpt-5.4`` as ``openai/gpt-5.4``; a provider that is no model (``echo``) as it stands."""
    if provider is None or ":" not in provider or provider.startswith(("file:", "http:", "https:", "exec:")):
        return provider
    platform, *rest = provider.split(":")
    while rest and rest[0] in _ENDPOINTS:
        rest = rest[1:]
    return f"{_PLATFORMS.get(platform, platform)}/{':'.join(rest)}" if rest else provider


def _judge(config: dict[str, Any]) -> str | None:
    """The model that grades answers, where the configuration names one for all tests."""
    provider = mapping(mapping(config.get("defaultTest")).get("options")).get("provider")
    if isinstance(provider, dict):
        provider = provider.get("id") or mapping(provider.get("text")).get("id") or provider.get("text")
    return _spelled(text(provider))


EVIDENCE = EvidenceReader("promptfoo", _claims, _read)
