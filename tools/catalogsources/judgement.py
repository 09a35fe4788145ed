"""Pinning, vendor, family and preview of an id, by each platform's own words about its ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelguard.types import Pinning

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$|[-@]20\d{6}(?:-v\d|$)|-20\d{6}-")
_PINNED = {
    "openai": r".*-\d{4}-\d{2}-\d{2}|.*-\d{4}(-preview|-vision-preview|-completions)?|(text|code)-.*-\d{3}"
    r"|(davinci|babbage)-002|text-moderation-007|ada|babbage|curie|davinci|ft-.*",
    "anthropic": r".*-20\d{6}|claude-(?:[a-z]+)-4-[6-9]|claude-[a-z]+-[5-9](?:-\d+)?|claude-(?:instant-)?[12]\.\d"
    r"|claude-mythos-preview",
    "gemini": r".*-\d{3}|.*-preview-\d{2}-(?:\d{2}|\d{4})|.*-exp-\d{2}-\d{2}|gemini-exp-\d{4}|.*-\d{2}-20\d{2}",
    "vertex": r".*@\d+(-\d+)?|.*-\d{3}|.*-preview-\d{2}-(?:\d{2}|\d{4})"
    r"|claude-[a-z]+-4-[6-9]|claude-[a-z]+-[5-9](?:-\d+)?",
    "bedrock": r".*",
    "azure": r".*@.*",
    "mistral": r".*-\d{4}|.*-\d+-\d+(-\d+)?|open-(mistral-7b|mixtral-8x7b|mixtral-8x22b|codestral-mamba)",
    "cohere": r".*-\d{2}-20\d{2}|(embed|rerank|parse)-.*v\d\.\d(-\w+)?|c4ai-.*|tiny-aya.*",
    "xai": r".*-\d{4}(-.*)?|.*-20\d{6}|.*-\d{4}-\d{2}-\d{2}|grok-4-0709",
    "deepseek": r"deepseek-v3\.2-speciale",
}
_ALIAS = {
    "openai": r".*-latest|text-moderation-stable",
    "anthropic": r".*",
    "gemini": r".*-latest",
    "vertex": r".*@(latest|default)|(text|chat|code|codechat)-(bison|gecko|unicorn)(-32k)?|textembedding-gecko"
    r"|claude-.*|gemini-1\..*|gemini-(pro|flash).*",
    "azure": r".*",
    "mistral": r".*-latest|.*-\d|mistral-(tiny|small|medium|large|embed)|codestral-embed"
    r"|open-mistral-nemo|mistral-nemo|magistral-small|pixtral-12b"
    r"|mistral-vibe.*|mistral-code.*",
    "cohere": r"command.*|embed-.*|summarize",
    "xai": r".*",
    "deepseek": r".*",
    "perplexity": r".*-latest|sonar.*",
}
_PREVIEW = re.compile(r"preview|experimental|(?:^|-)exp(?:-|$)|(?:^|-)beta(?:-|$)|^labs-|learnlm")
_MAKERS = (
    ("anthropic", "claude", r"claude|^anthropic\."),
    ("openai", "gpt-oss", r"gpt-oss"),
    ("openai", "gpt", r"^(openai[./])?(ft-)?(gpt|chatgpt|o\d|text-davinci|davinci|curie|babbage|ada|code-|text-|dall-e"
     r"|whisper|tts|omni-mod|computer-use|codex|sora|chat-latest|model-router)|/whisper|^distil-whisper"),
    ("google", "gemini", r"gemini|imagen|veo-|lyria|learnlm|nano-banana|^deep-research|^antigravity|bison|gecko|unicorn"
     r"|^multimodalembedding|^text-(?:multilingual-)?embedding|^embedding-|^imagetext|^medlm|^chirp|^semantic-ranker|^virtual-try"),
    ("google", "gemma", r"gemma"),
    ("nvidia", "nemotron", r"nemotron"),
    ("deepseek", "deepseek", r"deepseek"),
    ("perplexity", "sonar", r"sonar|pplx|r1-1776"),
    ("meta", "llama", r"llama|muse-(spark|glimmer)"),
    ("mistral", "mistral", r"mistral|mixtral|codestral|ministral|magistral|devstral|pixtral|voxtral|leanstral|saba"),
    ("cohere", "command", r"command|aya|^cohere|^(embed|rerank|parse|summarize)-?|\.embed-|\.rerank-v"),
    ("xai", "grok", r"grok"),
    ("alibaba", "qwen", r"qwen|qwq|gte-"),
    ("moonshot", "kimi", r"kimi|moonshot"),
    ("zai", "glm", r"glm"),
    ("minimax", "minimax", r"minimax|^(speech|music|image)-0"),
    ("microsoft", "phi", r"^phi"),
    ("microsoft", "mai", r"^mai-"),
    ("amazon", "nova", r"nova"),
    ("amazon", "titan", r"titan|^amazon\."),
    ("ai21", "jamba", r"jamba|j2-|ai21"),
    ("voyage", "voyage", r"voyage|^rerank"),
    ("stability", "stable-diffusion", r"stab(ility|le)|sd3"),
    ("twelvelabs", "twelvelabs", r"twelvelabs"),
    ("writer", "palmyra", r"palmyra"),
    ("black-forest-labs", "flux", r"flux"),
    ("xiaomi", "mimo", r"mimo"),
)  # fmt: skip
_OWN = {"voyage": ("voyage", "voyage"), "cohere": ("cohere", "command"), "xai": ("xai", "grok")}


def pinning(platform: str, id: str, known: Iterable[str]) -> Pinning:
    """What the platform promises about ``id``; ``known`` are all its ids."""
    if platform in _PINNED and re.fullmatch(_PINNED[platform], id):
        return Pinning.STABLE if id.startswith("labs-") else Pinning.PINNED
    if platform in _ALIAS and re.fullmatch(_ALIAS[platform], id):
        return Pinning.ALIAS
    if platform == "openai" and any(re.fullmatch(re.escape(id) + r"-(\d{4}-\d{2}-\d{2}|\d{4})", one) for one in known):
        return Pinning.ALIAS
    if platform == "gemini" and not re.search(r"\d", id):
        return Pinning.ALIAS
    return Pinning.STABLE


def maker(platform: str, id: str) -> tuple[str | None, str | None]:
    """Who made the model, and the line it belongs to."""
    if platform in _OWN:
        return _OWN[platform]
    name = id.lower().removeprefix("accounts/fireworks/models/").removeprefix("fw-")
    for vendor, family, pattern in _MAKERS:
        if re.search(pattern, name):
            return vendor, family
    return None, None


def preview(id: str) -> bool:
    """Whether the id itself says preview, experimental or beta."""
    return bool(_PREVIEW.search(id.lower()))
