"""What a template that deploys to Azure says of a value: which platform, and what is only permitted."""

from __future__ import annotations

import re
from dataclasses import replace

from modelguard.types import Context, Place

_ELSEWHERE = re.compile(
    r"(?:OPENAI_?COM|OLLAMA|ANTHROPIC|GEMINI|GOOGLE|VERTEX\w*|BEDROCK|AWS|GROQ|MISTRAL|COHERE|DEEPSEEK|TOGETHER|XAI|"
    r"PERPLEXITY|OPENROUTER|HUGGINGFACE|HF)_[A-Z0-9_]*MODEL[A-Z0-9_]*"
)
"""Settings of an app that runs on Azure and asks somebody else: ``OLLAMA_CHAT_MODEL``."""


def placed(context: Context) -> Context:
    """A context with its platform: Azure's, but for a setting that is named after another."""
    if "allowed" in context.path:
        context = replace(context, place=Place.TYPE)
    elsewhere = _ELSEWHERE.fullmatch(context.name or "")
    return replace(context, hint=None if elsewhere else "azure")
