"""Live models, limits, capabilities and prices from public registries; days only where no page has any."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from catalogsources import judgement
from modelguard.providers import Lifecycle
from modelguard.types import Evidence, Model, Pinning

LITELLM = Evidence(
    "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json", date(2026, 11, 21)
)
MODELS_DEV = Evidence("https://models.dev/api.json", date(2026, 7, 2))

_PREFIXES = {
    "openai": ("openai", ""), "anthropic": ("anthropic", ""), "gemini": ("gemini", "gemini/"),
    "azure": ("azure", "azure/"), "azure_ai": ("azure", "azure_ai/"),
    "bedrock": ("bedrock", ""), "bedrock_converse": ("bedrock", ""), "bedrock_mantle": ("bedrock", "bedrock_mantle/"),
    "mistral": ("mistral", "mistral/"), "cohere": ("cohere", "cohere/"), "cohere_chat": ("cohere", ""),
    "groq": ("groq", "groq/"), "xai": ("xai", "xai/"), "deepseek": ("deepseek", "deepseek/"),
    "perplexity": ("perplexity", "perplexity/"), "cerebras": ("cerebras", "cerebras/"),
    "together_ai": ("together", "together_ai/"),
    "fireworks_ai": ("fireworks", "fireworks_ai/"), "voyage": ("voyage", "voyage/"), "ai21": ("ai21", ""),
}  # fmt: skip
_MODELS_DEV = {
    "openai": "openai", "anthropic": "anthropic", "google": "gemini", "google-vertex": "vertex",
    "google-vertex-anthropic": "vertex", "amazon-bedrock": "bedrock", "mistral": "mistral", "cohere": "cohere",
    "groq": "groq", "xai": "xai", "deepseek": "deepseek", "perplexity": "perplexity", "cerebras": "cerebras",
    "togetherai": "together", "fireworks-ai": "fireworks",
}  # fmt: skip
_CAPABILITIES = {
    "supports_function_calling": "tools", "supports_vision": "vision", "supports_response_schema": "json_schema",
    "supports_reasoning": "reasoning", "supports_pdf_input": "pdf", "supports_audio_input": "audio_input",
    "supports_audio_output": "audio_output", "supports_computer_use": "computer_use",
    "supports_prompt_caching": "prompt_caching", "supports_web_search": "web_search",
}  # fmt: skip
_NO_MODEL = re.compile(
    r"^ft:|container$|high-res$|^search|^preset/|prebuilt|^speech/|^together-ai|^fireworks-ai"
    r"|^claude-opus-4-[67]-20|@2025\d{4}$|^claude-.*-v1:0$|^daybreak|-v2$|^gpt-5-chat$|^model_router$"
    r"|semantic-ranker|search_api|-x-|/dall-e|^gemini-gemma|mistral-vibe|mistral-code-|-gv2$|^glm-5-2$"
    r"|^mistral-medium-3\.5$|^jamba-1\.5-\w+@|nano-banana-pro"
)
_REGION = re.compile(r"^(?:us-gov|us|eu|apac|jp|au|global|ca|sa|me|af)\.(?=[a-z0-9]+\.)")


def litellm(folder: Path) -> Iterator[tuple[Model, date | None]]:
    """Every model of LiteLLM's price map on a platform we know, and its ``deprecation_date``."""
    data = json.loads((folder / "registries/litellm.model_prices_and_context_window.json").read_text())
    seen = set()
    for key, facts in data.items():
        placed = _placed(key, str(facts.get("litellm_provider")))
        if placed is None or placed in seen:
            continue
        seen.add(placed)
        day = facts.get("deprecation_date")
        yield _model(*placed, facts), date.fromisoformat(day) if day else None


def _placed(key: str, provider: str) -> tuple[str, str] | None:
    """Platform and id of a LiteLLM key; ``None`` for what is no model id."""
    if provider.startswith("vertex_ai"):
        id = key.removeprefix("vertex_ai/").rsplit("/", 1)[-1]
        return None if _NO_MODEL.search(id) and "@" not in id else ("vertex", id)
    if provider not in _PREFIXES:
        return None
    platform, prefix = _PREFIXES[provider]
    id = key.removeprefix(prefix)
    if platform == "fireworks" and not id.startswith("accounts/fireworks/models/"):
        return None
    if platform == "bedrock":
        id = _REGION.sub("", id)
    if platform == "azure":
        if id in ("ada", "chat-latest", "gpt-3.5-turbo", "command-r-plus", "tts-1", "tts-1-hd", "whisper-1"):
            return None  # deployment names and OpenAI's own ids, not names of Azure's catalog
        id = re.sub(r"^(gpt|o\d|codex|computer-use|dall-e|sora)(.*)-(20\d{2}-\d{2}-\d{2})$", r"\1\2@\3", id)
        id = re.sub(r"^(gpt-(?:35-turbo|4)(?:-16k|-32k)?)-(\d{4}(?:-preview)?)$", r"\1@\2", id)
    nested = "/" in id and platform not in ("groq", "perplexity", "together", "fireworks")
    if nested or _NO_MODEL.search(id) or (platform == "bedrock" and "." not in id):
        return None
    return platform, id


def _model(platform: str, id: str, facts: dict[str, Any]) -> Model:
    chat = facts.get("mode") in (None, "chat", "completion", "responses", "embedding", "rerank", "realtime")
    return Model(
        platform,
        id,
        context_window=_count(facts.get("max_input_tokens")) if chat else None,
        max_output=_count(facts.get("max_output_tokens")) if chat and facts.get("mode") != "embedding" else None,
        capabilities=frozenset(name for key, name in _CAPABILITIES.items() if facts.get(key) is True),
        input_price=_price(facts.get("input_cost_per_token")),
        output_price=_price(facts.get("output_cost_per_token")),
        evidence=(LITELLM,),
    )


def _count(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and value > 0 else None


def _price(value: Any) -> float | None:
    """Dollars a million tokens; zero means unknown to the registry."""
    return round(float(value) * 1_000_000, 6) if isinstance(value, int | float) and value > 0 else None


def models_dev(folder: Path) -> Iterator[Model]:
    """Release days, and limits and prices where LiteLLM has none."""
    data = json.loads((folder / "registries/models.dev.merged.json").read_text())
    for provider, platform in _MODELS_DEV.items():
        for id, facts in data[provider]["models"].items():
            id = _REGION.sub("", id) if platform == "bedrock" else id.rsplit("/", 1)[-1] if platform == "vertex" else id
            if _NO_MODEL.search(id) and platform != "vertex":
                continue
            cost, limit = facts.get("cost") or {}, facts.get("limit") or {}
            able = {"tools": facts.get("tool_call"), "reasoning": facts.get("reasoning")}
            able |= {"vision": "image" in facts.get("modalities", {}).get("input", ())}
            able |= {"json_schema": facts.get("structured_output")}
            yield Model(
                platform,
                id,
                released=_whole_day(facts.get("release_date")),
                context_window=_count(limit.get("context")),
                max_output=_count(limit.get("output")),
                capabilities=frozenset(name for name, yes in able.items() if yes),
                input_price=cost.get("input") or None,
                output_price=cost.get("output") or None,
                evidence=(MODELS_DEV,),
            )


def _whole_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and re.fullmatch(r"20\d{2}-\d{2}-\d{2}", text) else None


_BYDTECH = {
    "openai": "openai", "google-gemini-api": "gemini", "aws-bedrock": "bedrock", "mistral": "mistral",
    "google-vertex-ai": "vertex", "anthropic": "anthropic", "cohere": "cohere",
}  # fmt: skip


def bydtech(folder: Path) -> Iterator[tuple[Lifecycle, Evidence]]:
    """Days as that registry read them off the providers' own pages on 2026-10-16."""
    from catalogsources.pages import ids

    data = json.loads((folder / "registries/bydtech-model-retire.models.json").read_text())
    for row in data["models"]:
        platform = _BYDTECH[row["provider"]]
        floor = platform == "gemini" or (row["status"] == "active" and row.get("retires_on"))
        day = _whole_day(row.get("retires_on"))
        yield (
            Lifecycle(
                platform,
                row["id"],
                retires=day,
                date_kind="unknown" if day is None else "not_before" if floor else "exact",
                deprecated=_whole_day(row.get("deprecated_on")),
                replacement=ids(row.get("replacement", ""), platform)[0],
                aliases=tuple(row.get("aliases", ())),
                status=row["status"],
            ),
            Evidence(row["source"], date.fromisoformat(row["checked"])),
        )


def directed(row: Lifecycle) -> Iterator[Lifecycle]:
    """A registry's row and the ids it calls the same model, each as what its platform says it is.

    Registries write ``gpt-5`` with the alias ``gpt-5-2025-08-07`` as well as the other way round. One
    dated id: the others are aliases of it. Several: an undated id's target is not known. On OpenAI an
    undated id does not get the snapshot's day: the page has to say so.
    """
    names = (row.id, *row.aliases)
    pinned = [id for id in names if judgement.pinning(row.platform, id, ()) is Pinning.PINNED]
    plain = replace(row, aliases=())
    if not row.aliases or len(pinned) != 1 or row.platform in ("bedrock", "gemini"):
        yield from (replace(plain, id=id) for id in names)
    elif row.platform == "openai":
        yield replace(plain, id=pinned[0])
    else:
        yield replace(plain, id=pinned[0], aliases=tuple(id for id in names if id != pinned[0]))


_MNFST = {
    "openai": "openai", "anthropic": "anthropic", "google": "gemini", "vertex": "vertex", "cohere": "cohere",
    "xai": "xai", "deepseek": "deepseek",
}  # fmt: skip


def mnfst(folder: Path) -> Iterator[tuple[Lifecycle, Evidence]]:
    """Rows of modeldeprecations.dev, each with the page it was verified on."""
    data = json.loads((folder / "registries/modeldeprecations.dev.models.json").read_text())
    for row in data:
        platform = _MNFST.get(row["provider"])
        if platform is None:
            continue
        day, floor = _whole_day(row.get("shutdown_on")), _whole_day(row.get("earliest_shutdown_on"))
        names = tuple(one["model"] for one in row.get("replacements", ()) if one["provider"] == row["provider"])
        kind = "exact" if day and platform != "gemini" else "not_before" if day or floor else "unknown"
        source = row["sources"][0]
        yield (
            Lifecycle(
                platform,
                row["model"],
                retires=day or floor,
                date_kind=kind,
                deprecated=_whole_day(row.get("deprecated_on")),
                replacement=names,
                aliases=tuple(row.get("aliases", ())),
                status=row["status"],
                released=_whole_day(row.get("released_on")),
            ),
            Evidence(source["url"], date.fromisoformat(source.get("accessed", row["last_verified"]))),
        )


def mistral_cards(folder: Path) -> Iterator[dict[str, Any]]:
    """The data behind Mistral's models page: API names, release day, what replaces what."""
    yield from json.loads((folder / "pages/mistral/2026-08-21.model-registry.json").read_text())
